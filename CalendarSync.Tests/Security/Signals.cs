using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Security;

/// <summary>Waits for what another thread does, without a fixed time.</summary>
internal static class Signals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task EventuallyAsync(Func<bool> condition) => EventuallyAsync(() => Task.FromResult(condition()));

    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            timeout.Token.ThrowIfCancellationRequested();
            await Task.Delay(1, timeout.Token);
        }
    }

    /// <summary>Moves the clock step by step until the task has ended.</summary>
    public static async Task AdvanceUntilAsync(FakeTimeProvider clock, TimeSpan step, Task task)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!task.IsCompleted)
        {
            timeout.Token.ThrowIfCancellationRequested();
            clock.Advance(step);
            await Task.WhenAny(task, Task.Delay(1, timeout.Token));
        }
    }
}
