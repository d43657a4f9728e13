using CalendarSync.Core;
using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Dapper;

using Microsoft.Extensions.Logging.Abstractions;

namespace CalendarSync.Tests.Webhooks;

/// <summary>Two companies with a calendar each, a Google that opens channels, and the receiver of its messages.</summary>
internal sealed class ChannelWorld : IAsyncDisposable
{
    public static readonly Guid First = new(1, 1, 0, new byte[8]);
    public static readonly Guid Second = new(2, 1, 0, new byte[8]);

    private readonly TestDatabase database;

    private ChannelWorld(TestDatabase database, Uri? webhookBaseUrl)
    {
        this.database = database;
        var engine = new Database(database.DataSource, Clock);
        Puller = new RecordingPuller();
        Google = new ScriptedGoogle(Clock);
        Webhook = new Webhook(new WebhookStore(engine), Puller, NullLogger<Webhook>.Instance);
        Channels = new Channels(
            Google,
            new ChannelStore(engine),
            new CalendarSyncOptions { WebhookBaseUrl = webhookBaseUrl },
            new RandomIdSource(),
            Clock,
            NullLogger<Channels>.Instance);
        Watch = new WatchService(Channels);
    }

    public FakeTimeProvider Clock { get; } = new();

    public ScriptedGoogle Google { get; }

    public RecordingPuller Puller { get; }

    public Webhook Webhook { get; }

    public Channels Channels { get; }

    public WatchService Watch { get; }

    public static async Task<ChannelWorld> CreateAsync(bool polling = false)
    {
        var world = new ChannelWorld(await TestDatabase.CreateAsync(), polling ? null : new Uri("https://hooks.example.com/api/google-calendar-webhook"));
        await world.ConnectAsync(First, "first@example.com");
        await world.ConnectAsync(Second, "second@example.com");
        return world;
    }

    /// <summary>Opens a channel and gives the message that Google would send next.</summary>
    public async Task<WebhookMessage> OpenAsync(Guid connectionId)
    {
        (await Channels.StartAsync(connectionId, CancellationToken.None)).Outcome.ShouldBe(ChannelOutcome.Watching);
        var (request, resource) = Google.Open[^1];
        return new WebhookMessage(request.ChannelId, resource, request.Token, "2");
    }

    public Task ReceiveAsync(WebhookMessage message) => Webhook.ReceiveAsync(message, CancellationToken.None);

    public async Task<IReadOnlyList<ChannelRow>> RowsAsync()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        return [.. await connection.QueryAsync<ChannelRow>(
            "SELECT connection_id, channel_id, resource_id, enabled, expiration_timestamp, token_hash, last_message_number FROM google_calendar_webhooks ORDER BY created_at, id")];
    }

    public async Task<int> RequestedPullsAsync() => await ScalarAsync<int>("SELECT count(*)::int FROM google_calendar_connections WHERE pull_requested_at IS NOT NULL");

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task ConnectAsync(Guid id, string calendar)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            INSERT INTO google_calendar_grants (id, company_id, user_id, account) VALUES (@id, @id, @id, @calendar);
            INSERT INTO google_calendar_connections (id, company_id, user_id, grant_id, calendar_id) VALUES (@id, @id, @id, @id, @calendar)
            """,
            new { id, calendar });
    }
}
