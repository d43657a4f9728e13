using CalendarSync.Core.Google;
using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Google;

/// <summary>The client against the emulator, in process or over a socket.</summary>
internal sealed class EmulatedGoogle : IAsyncDisposable, IAccessTokens
{
    public const string Anna = "anna@example.com";
    public const string Ben = "ben@example.com";

    public static readonly GoogleAccount Account = new(new Guid(1, 2, 3, new byte[8]));

    private EmulatorHost? host;
    private string email = Anna;
    private string[] scopes = [];
    private string? token;

    public EmulatedGoogle(EmulatorOptions? options = null)
    {
        Emulator = new GoogleEmulator(options, Clock);
        Emulator.AddAccount(Anna);
        Emulator.AddAccount(Ben);
        Http = new HttpClient(Emulator.CreateHandler());
        Client = NewClient(new Uri("https://google.test/calendar/v3"));
    }

    public FakeTimeProvider Clock { get; } = new();

    public ServerClock ServerClock { get; } = new();

    public GoogleEmulator Emulator { get; }

    public GoogleCalendarClient Client { get; private set; }

    /// <summary>How often a new access token was asked for.</summary>
    public int Refreshes { get; private set; }

    private HttpClient Http { get; set; }

    /// <summary>Another person, or fewer rights.</summary>
    public void Become(string other, params string[] granted) => (email, scopes, token) = (other, granted, null);

    public async Task UseSocketAsync()
    {
        host = await EmulatorHost.StartAsync(Emulator);
        Http = new HttpClient(GoogleServices.NewHandler());
        GoogleServices.Configure(Http);
        Client = NewClient(new Uri(host.ApiUrl));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        Emulator.Dispose();
    }

    Task<string> IAccessTokens.GetAsync(GoogleAccount account, string? rejected, CancellationToken cancellationToken)
    {
        if (token is null || rejected is not null)
        {
            Refreshes++;
            token = Emulator.IssueTokens(email, scopes).AccessToken;
        }

        return Task.FromResult(token);
    }

    private GoogleCalendarClient NewClient(Uri baseUri) => new(
        Http, new GoogleClientOptions(baseUri), this, new RateBudget(Clock, new RateBudgetOptions(1_000_000, 1_000_000)), ServerClock, Clock);
}
