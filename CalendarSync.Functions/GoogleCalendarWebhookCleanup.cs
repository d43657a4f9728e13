using CalendarSync.Core;
using CalendarSync.Core.Upkeep;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Removes push channels that have ended.</summary>
/// <param name="cleanup">Does it.</param>
/// <param name="runs">Keeps a record.</param>
public sealed class GoogleCalendarWebhookCleanup(Cleanup cleanup, TimerRuns runs)
{
    private const string Name = "google-calendar-webhook-cleanup";

    /// <summary>One run.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%WebhookCleanupSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        runs.RunAsync(Name, "WebhookCleanupSchedule", cleanup.ChannelsAsync, cancellationToken);
}
