using CalendarSync.Core;
using CalendarSync.Core.GoogleToApp;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>The fallback behind the push channels: asks every calendar what changed.</summary>
/// <param name="changes">Does it.</param>
public sealed class GoogleCalendarSyncIncremental(GoogleChanges changes)
{
    /// <summary>One pass.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function("google-calendar-sync-incremental")]
    public Task RunAsync([TimerTrigger("%SyncIncrementalSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        changes.RunAsync(SyncScope.Everything, full: false, cancellationToken);
}
