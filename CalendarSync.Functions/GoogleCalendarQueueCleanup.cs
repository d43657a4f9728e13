using CalendarSync.Core;
using CalendarSync.Core.Upkeep;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Removes completed changes, and records that were kept long enough.</summary>
/// <param name="cleanup">Does it.</param>
/// <param name="runs">Keeps a record.</param>
public sealed class GoogleCalendarQueueCleanup(Cleanup cleanup, TimerRuns runs)
{
    private const string Name = "google-calendar-queue-cleanup";

    /// <summary>One run.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%QueueCleanupSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        runs.RunAsync(Name, "QueueCleanupSchedule", cleanup.QueueAsync, cancellationToken);
}
