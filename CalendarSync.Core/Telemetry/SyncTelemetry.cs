using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CalendarSync.Core.Telemetry;

/// <summary>
/// What is measured, under names after OpenTelemetry's conventions. Costs nothing while nobody listens. Attributes are codes and counts: no calendar,
/// no event, no person, no address.
/// </summary>
internal static class SyncTelemetry
{
    public const string Name = "CalendarSync";

    public static readonly ActivitySource Spans = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> ChangeCount = Meter.CreateCounter<long>(
        "calendar_sync.changes", "{change}", "Changes carried out, by direction and outcome.");

    private static readonly Histogram<double> LagTime = Meter.CreateHistogram<double>(
        "calendar_sync.lag", "s", "From a change on one side to its arrival on the other.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 21600, 86400] });

    private static readonly Histogram<double> CallTime = Meter.CreateHistogram<double>(
        "http.client.request.duration", "s", "Calls to Google.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });

    private static readonly Counter<long> QuotaUnits = Meter.CreateCounter<long>("calendar_sync.google.quota_units", "{unit}", "Units of Google's quota that were used.");

    private static readonly Counter<long> RetryCount = Meter.CreateCounter<long>("calendar_sync.retries", "{retry}", "Changes that were put back, by kind.");

    private static readonly Gauge<long> QueueDepth = Meter.CreateGauge<long>("calendar_sync.queue.depth", "{change}", "Changes in the queue, by status.");

    private static readonly Gauge<double> QueueAge = Meter.CreateGauge<double>("calendar_sync.queue.age", "s", "Since when the oldest change waits.");

    private static readonly Gauge<long> OpenConflicts = Meter.CreateGauge<long>("calendar_sync.conflicts.open", "{conflict}", "Conflicts that wait for a choice.");

    private static readonly Gauge<long> ChannelsAlive = Meter.CreateGauge<long>("calendar_sync.channels.alive", "{channel}", "Push channels that have not ended.");

    private static readonly Gauge<double> ChannelAge = Meter.CreateGauge<double>("calendar_sync.channels.age", "s", "Since when the oldest living channel is open.");

    /// <summary>Somebody wants to know how the queue and the channels are.</summary>
    public static bool WantsLevels => QueueDepth.Enabled || ChannelsAlive.Enabled;

    public static void Changes(bool fromApp, SyncCounts counts)
    {
        Add("created", counts.Created);
        Add("updated", counts.Updated);
        Add("deleted", counts.Deleted);
        Add("conflict", counts.Conflicts);
        Add("error", counts.Errors);

        void Add(string outcome, int count)
        {
            if (count > 0)
            {
                ChangeCount.Add(count, Direction(fromApp), new("calendar_sync.outcome", outcome));
            }
        }
    }

    public static void Lag(bool fromApp, TimeSpan lag) => LagTime.Record(Math.Max(0, lag.TotalSeconds), Direction(fromApp));

    /// <param name="method">In Google's words, such as <c>ListEvents</c>.</param>
    /// <param name="status">HTTP status; null where no answer came.</param>
    /// <param name="elapsed">From the request to the whole answer.</param>
    public static void Call(string method, int? status, TimeSpan elapsed)
    {
        if (CallTime.Enabled || QuotaUnits.Enabled)
        {
            var tags = new TagList { { "calendar_sync.google.method", method } };
            if (status is { } code)
            {
                tags.Add("http.response.status_code", code);
            }

            if (status is null or >= 400)
            {
                tags.Add("error.type", status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no_answer");
            }

            CallTime.Record(elapsed.TotalSeconds, tags);
            QuotaUnits.Add(1, new KeyValuePair<string, object?>("calendar_sync.google.method", method));
        }
    }

    public static void Retry(string kind) => RetryCount.Add(1, new KeyValuePair<string, object?>("calendar_sync.retry.kind", kind));

    public static void Levels(Levels levels)
    {
        QueueDepth.Record(levels.Pending, new KeyValuePair<string, object?>("calendar_sync.queue.status", "pending"));
        QueueDepth.Record(levels.Processing, new KeyValuePair<string, object?>("calendar_sync.queue.status", "processing"));
        QueueDepth.Record(levels.Failed, new KeyValuePair<string, object?>("calendar_sync.queue.status", "failed"));
        QueueAge.Record(levels.OldestSeconds);
        OpenConflicts.Record(levels.OpenConflicts);
        ChannelsAlive.Record(levels.ChannelsAlive);
        ChannelAge.Record(levels.OldestChannelSeconds);
    }

    private static KeyValuePair<string, object?> Direction(bool fromApp) => new("calendar_sync.direction", fromApp ? "app_to_google" : "google_to_app");
}
