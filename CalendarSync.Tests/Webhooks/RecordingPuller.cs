using CalendarSync.Core.GoogleToApp;

namespace CalendarSync.Tests.Webhooks;

/// <summary>Notes which calendars were to be pulled.</summary>
internal sealed class RecordingPuller : IPullTrigger
{
    public List<Guid> Pulled { get; } = [];

    public Exception? Fails { get; set; }

    public Task PullSoonAsync(Guid connectionId, TimeSpan budget, CancellationToken cancellationToken)
    {
        budget.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
        lock (Pulled)
        {
            Pulled.Add(connectionId);
        }

        return Fails is null ? Task.CompletedTask : Task.FromException(Fails);
    }
}
