namespace CalendarSync.Tests.Scenarios;

/// <summary>Where a worker stops until the test lets it go on.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the worker stands here.</summary>
    public Task ReachedAsync() => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

    public void Open() => _open.TrySetResult();

    /// <summary>The worker's side.</summary>
    public async ValueTask PassAsync()
    {
        _reached.TrySetResult();
        await _open.Task;
    }
}
