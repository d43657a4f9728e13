using System.Text;

using BenchmarkDotNet.Attributes;

using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Benchmarks;

/// <summary>What one event costs without network and database.</summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private static readonly byte[] Json = Encoding.UTF8.GetBytes(
        """
        {"kind":"calendar#event","etag":"\"3187234769062000\"","id":"0123456789abcdef0123456789abcdef","status":"confirmed","summary":"Consultation",
         "location":"Salle A","start":{"dateTime":"2026-02-17T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-17T11:00:00+01:00","timeZone":"Europe/Paris"},
         "updated":"2026-02-16T09:00:00.000Z","reminders":{"useDefault":true}}
        """);

    private readonly GoogleEvent _event = GoogleEventReader.Stored(Json);
    private AppState _app = null!;
    private Agreement _agreed = null!;
    private GoogleState _google = null!;

    /// <summary>Both sides edited different fields.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var fields = GoogleEventMapper.ToFields(_event);
        _agreed = new Agreement(fields, null, "\"1\"", false);
        var edited = fields with { Title = "Consultation cardio" };
        _app = new AppState(edited, edited, DateTimeOffset.UnixEpoch, false);
        _google = new GoogleState(fields with { Location = "Salle B" }, "\"2\"", DateTimeOffset.UnixEpoch, false);
    }

    /// <summary>The decision.</summary>
    /// <returns>Whether something is to be sent.</returns>
    [Benchmark]
    public bool Merge() => Reconciler.Decide(_app, _agreed, _google, TimeSpan.Zero, ConflictPolicy.LastWriteWins).Settles;

    /// <summary>From JSON to the normal form.</summary>
    /// <returns>The title.</returns>
    [Benchmark]
    public string? ReadAndMap() => GoogleEventMapper.ToFields(GoogleEventReader.Stored(Json)).Title;
}
