using CalendarSync.Core;
using CalendarSync.Core.Upkeep;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>The fallback behind the push channels: asks every calendar what changed, and keeps the channels alive.</summary>
/// <param name="sync">Does it.</param>
/// <param name="runs">Keeps a record.</param>
public sealed class GoogleCalendarSyncIncremental(TimedSync sync, TimerRuns runs)
{
    private const string Name = "google-calendar-sync-incremental";

    /// <summary>One run.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%SyncIncrementalSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        runs.RunAsync(Name, "SyncIncrementalSchedule", sync.IncrementalAsync, cancellationToken);
}
