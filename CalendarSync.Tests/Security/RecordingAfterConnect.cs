using System.Collections.Concurrent;

using CalendarSync.Core.Connecting;

namespace CalendarSync.Tests.Security;

/// <summary>Stands for what begins with a connection, and can fail or hang.</summary>
internal sealed class RecordingAfterConnect : IAfterConnect
{
    public ConcurrentQueue<Guid> Started { get; } = new();

    public Func<CancellationToken, Task> Then { get; set; } = _ => Task.CompletedTask;

    public Task StartAsync(IReadOnlyList<Guid> connectionIds, CancellationToken cancellationToken)
    {
        foreach (Guid id in connectionIds)
        {
            Started.Enqueue(id);
        }

        return Then(cancellationToken);
    }
}
