using CalendarSync.Core;
using CalendarSync.Core.AppToGoogle;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>The application's changes to Google, on a schedule.</summary>
/// <param name="processor">Does it.</param>
public sealed class GoogleCalendarSyncProcessor(SyncProcessor processor)
{
    /// <summary>One pass.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function("google-calendar-sync-processor")]
    public Task RunAsync([TimerTrigger("%SyncProcessorSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        processor.RunAsync(SyncScope.Everything, cancellationToken);
}
