using CalendarSync.Core;
using CalendarSync.Core.AppToGoogle;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>The application's changes to Google, on a schedule.</summary>
/// <param name="processor">Does it.</param>
/// <param name="runs">Keeps a record.</param>
public sealed class GoogleCalendarSyncProcessor(SyncProcessor processor, TimerRuns runs)
{
    private const string Name = "google-calendar-sync-processor";

    /// <summary>One pass.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%SyncProcessorSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        runs.RunAsync(Name, "SyncProcessorSchedule", token => processor.RunAsync(SyncScope.Everything, token), cancellationToken);
}
