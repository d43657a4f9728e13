using CalendarSync.Core;
using CalendarSync.Core.Upkeep;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>The application's changes to Google, on a schedule; calendars without a push channel are asked what changed.</summary>
/// <param name="sync">Does it.</param>
/// <param name="runs">Keeps a record.</param>
public sealed class GoogleCalendarSyncProcessor(TimedSync sync, TimerRuns runs)
{
    private const string Name = "google-calendar-sync-processor";

    /// <summary>One run.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%SyncProcessorSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        runs.RunAsync(Name, "SyncProcessorSchedule", sync.ProcessAsync, cancellationToken);
}
