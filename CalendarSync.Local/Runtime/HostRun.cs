namespace CalendarSync.Local.Runtime;

/// <summary>Waiting for the end.</summary>
internal static class HostRun
{
    /// <summary>Waits until the token is cancelled, then stops the host; runs under way get the host's shutdown time.</summary>
    public static async Task StopWhenAsync(this IHost host, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(cancelled.SetResult))
        {
            await cancelled.Task;
        }

        await host.StopAsync(CancellationToken.None);
    }
}
