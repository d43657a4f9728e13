using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Emulator;

/// <summary>A small Google of its own for one test: Anna with a primary and a work calendar, a clock that stands still, no sockets.</summary>
internal sealed class Google : IDisposable
{
    public const string Anna = "anna@example.com";
    public const string Ben = "ben@example.com";

    public Google(EmulatorOptions? options = null)
    {
        Emulator = new GoogleEmulator(options, Time);
        Emulator.AddAccount(Anna, "Anna");
        Emulator.AddAccount(Ben, "Ben");
        Work = Emulator.AddCalendar(Anna, "Work");
        Http = new HttpClient(Emulator.CreateHandler()) { BaseAddress = new Uri("http://google.test/calendar/v3/") };
        Api = As(Anna);
        User = Emulator.User(Anna);
    }

    public FakeTimeProvider Time { get; } = new();

    public GoogleEmulator Emulator { get; }

    /// <summary>A secondary calendar of Anna's.</summary>
    public string Work { get; }

    public string Events => GoogleApi.EventsOf(Work);

    public HttpClient Http { get; }

    /// <summary>Anna's client.</summary>
    public GoogleApi Api { get; }

    /// <summary>Anna herself.</summary>
    public EmulatorUser User { get; }

    public GoogleApi As(string email, params string[] scopes) => new(Http, Emulator.IssueTokens(email, scopes).AccessToken);

    public string One(string eventId) => GoogleApi.EventPath(Work, eventId);

    /// <summary>Anna makes an event at Google's own pages.</summary>
    public string Made(string summary = "Review") => (string)User.Insert(Work, Review(summary))["id"]!;

    public static System.Text.Json.Nodes.JsonObject Review(string summary = "Review") => EventBody.Timed(
        summary, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));

    public void Dispose()
    {
        Http.Dispose();
        Emulator.Dispose();
    }
}
