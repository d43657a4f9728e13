using CalendarSync.Core;
using CalendarSync.Core.GoogleToApp;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Opens new push channels before the old ones end.</summary>
/// <param name="watch">Does it.</param>
/// <param name="runs">Keeps a record.</param>
public sealed class GoogleCalendarWebhookRenewal(WatchService watch, TimerRuns runs)
{
    private const string Name = "google-calendar-webhook-renewal";

    /// <summary>One run.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(Name)]
    public Task RunAsync([TimerTrigger("%WebhookRenewalSchedule%", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        runs.RunAsync(Name, "WebhookRenewalSchedule", watch.RenewAsync, cancellationToken);
}
