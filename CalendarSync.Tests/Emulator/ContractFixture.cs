using CalendarSync.Local.Emulator;

namespace CalendarSync.Tests.Emulator;

/// <summary>
/// What the contract tests talk to. Without anything: an emulator on a port of its own. With <c>GOOGLE_CONTRACT_ACCESS_TOKEN</c> (scope <c>calendar</c>) and
/// <c>GOOGLE_CONTRACT_CALENDAR_ID</c> (a secondary calendar that may be filled with rubbish; time zone Europe/Paris): Google itself.
/// </summary>
public sealed class ContractFixture : IAsyncLifetime
{
    private GoogleEmulator? _emulator;
    private EmulatorHost? _host;
    private HttpClient? _client;

    public GoogleApi Api { get; private set; } = null!;

    /// <summary>A secondary calendar in Europe/Paris; other tests write to it at the same time.</summary>
    public string CalendarId { get; private set; } = "";

    public bool IsReal { get; private set; }

    public async Task InitializeAsync()
    {
        string? token = Environment.GetEnvironmentVariable("GOOGLE_CONTRACT_ACCESS_TOKEN");
        string? calendar = Environment.GetEnvironmentVariable("GOOGLE_CONTRACT_CALENDAR_ID");
        if (!string.IsNullOrEmpty(token) && !string.IsNullOrEmpty(calendar))
        {
            IsReal = true;
            CalendarId = calendar;
            _client = new HttpClient { BaseAddress = new Uri("https://www.googleapis.com/calendar/v3/") };
            Api = new GoogleApi(_client, token);
            return;
        }

        _emulator = new GoogleEmulator();
        _emulator.AddAccount("anna@example.com", "Anna");
        CalendarId = _emulator.AddCalendar("anna@example.com", "Work");
        _host = await EmulatorHost.StartAsync(_emulator);
        _client = new HttpClient { BaseAddress = new Uri(_host.ApiUrl + "/") };
        Api = new GoogleApi(_client, _emulator.IssueTokens("anna@example.com").AccessToken);
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _emulator?.Dispose();
    }
}
