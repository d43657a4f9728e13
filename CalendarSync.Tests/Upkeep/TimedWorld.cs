using CalendarSync.Core.GoogleToApp;
using CalendarSync.Functions;
using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Scenarios;

using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Upkeep;

/// <summary>Both sides in view, with push channels between them, and the timer functions to be run by a test's clock.</summary>
internal sealed class TimedWorld : IAsyncDisposable
{
    private TimedWorld(SyncWorld world, PushToWebhook messages)
    {
        World = world;
        Messages = messages;
        messages.Receiver = world.Services.GetRequiredService<Webhook>();
    }

    public SyncWorld World { get; }

    /// <summary>Delivered when a test calls <see cref="DeliverAsync"/>.</summary>
    public PushToWebhook Messages { get; }

    public static async Task<TimedWorld> CreateAsync(
        Action<Dictionary<string, string?>>? settings = null, EmulatorOptions? google = null, bool webhook = true, TestBed? bed = null,
        Action<IServiceCollection>? replace = null)
    {
        var messages = new PushToWebhook();
        google ??= new EmulatorOptions();
        google.PushHandler = messages;
        void Change(Dictionary<string, string?> all)
        {
            all["WEBHOOK_BASE_URL"] = webhook ? "https://hooks.example.com/api/google-calendar-webhook" : null;
            settings?.Invoke(all);
        }

        var world = bed is null ? await SyncWorld.CreateAsync(Change, google, replace) : await SyncWorld.CreateAsync(bed, Change, google, replace);
        return new TimedWorld(world, messages);
    }

    public Task ProcessorAsync(Worker? by = null) => Get<GoogleCalendarSyncProcessor>(by).RunAsync(new TimerInfo(), CancellationToken.None);

    public Task IncrementalAsync(Worker? by = null) => Get<GoogleCalendarSyncIncremental>(by).RunAsync(new TimerInfo(), CancellationToken.None);

    public Task QueueCleanupAsync(Worker? by = null) => Get<GoogleCalendarQueueCleanup>(by).RunAsync(new TimerInfo(), CancellationToken.None);

    public Task RenewalAsync(Worker? by = null) => Get<GoogleCalendarWebhookRenewal>(by).RunAsync(new TimerInfo(), CancellationToken.None);

    public Task WebhookCleanupAsync(Worker? by = null) => Get<GoogleCalendarWebhookCleanup>(by).RunAsync(new TimerInfo(), CancellationToken.None);

    public Task DailyAsync(Worker? by = null) => Get<GoogleCalendarDailySync>(by).RunAsync(new TimerInfo(), CancellationToken.None);

    /// <summary>Every timer that the default schedules run in these five minutes, at their end.</summary>
    public async Task FiveMinutesAsync()
    {
        World.Time.Advance(TimeSpan.FromMinutes(5));
        var now = World.Time.GetUtcNow();
        await ProcessorAsync();
        if (now.Minute % 15 == 0)
        {
            await IncrementalAsync();
        }

        switch (now.Hour, now.Minute)
        {
            case (2, 0):
                await QueueCleanupAsync();
                break;
            case (3, 0):
                await RenewalAsync();
                break;
            case (4, 0):
                await WebhookCleanupAsync();
                break;
            case (6, 0):
                await DailyAsync();
                break;
            default:
                break;
        }
    }

    /// <summary>Calls that Google carried out: without those whose token had just ended.</summary>
    public int Answered(string method) => World.Google.Calls.Records().Count(c => c.Method == method && c.Status == 200);

    public Task DeliverAsync() => World.Google.Push.DeliverAsync();

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private T Get<T>(Worker? by) => ActivatorUtilities.CreateInstance<T>(by?.Services ?? World.Services);
}
