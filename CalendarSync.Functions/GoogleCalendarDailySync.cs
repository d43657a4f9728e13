using CalendarSync.Core;
using CalendarSync.Core.Upkeep;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Both directions once a day, with a word about the result.</summary>
/// <param name="sync">Does it.</param>
/// <param name="runs">Keeps a record.</param>
public sealed class GoogleCalendarDailySync(TimedSync sync, TimerRuns runs)
{
    private const string Name = "google-calendar-daily-sync";

    /// <summary>One run.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%DailySyncSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        runs.RunAsync(Name, "DailySyncSchedule", sync.DailyAsync, cancellationToken);
}
