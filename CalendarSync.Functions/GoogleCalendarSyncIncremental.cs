using CalendarSync.Core;
using CalendarSync.Core.GoogleToApp;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>The fallback behind the push channels: asks every calendar what changed.</summary>
/// <param name="changes">Does it.</param>
/// <param name="runs">Keeps a record.</param>
public sealed class GoogleCalendarSyncIncremental(GoogleChanges changes, TimerRuns runs)
{
    private const string Name = "google-calendar-sync-incremental";

    /// <summary>One pass.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%SyncIncrementalSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        runs.RunAsync(Name, "SyncIncrementalSchedule", token => changes.RunAsync(SyncScope.Everything, full: false, token), cancellationToken);
}
