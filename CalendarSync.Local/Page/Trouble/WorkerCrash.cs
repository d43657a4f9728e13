using CalendarSync.Local.Demo;
using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Local.Page.Trouble;

/// <summary>
/// The worst moment to die: Google has carried the write out and answered, and the worker has noted nothing of it. Its connections are cut, the
/// answer never reaches it, and a while later another worker starts.
/// </summary>
internal sealed class WorkerCrash(DemoEnvironment demo, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource? _dies;
    private Task _replacing = Task.CompletedTask;
    private Task _running = Task.CompletedTask;

    public bool IsUnderWay => !_replacing.IsCompleted;

    /// <summary>The next write to Google is the worker's last one.</summary>
    /// <param name="vacancy">How long nobody works then.</param>
    /// <param name="over">Told when another one works, or when it has not come to the crash.</param>
    public void Arm(TimeSpan vacancy, Action over)
    {
        // Dying or being called off: whichever comes first, once.
        var dies = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _dies = dies;
        Fault last = Fault.ResetAfter() with
        {
            Name = "the worker dies",
            After = async () =>
            {
                if (dies.TrySetResult())
                {
                    try
                    {
                        await demo.Functions.CutAsync();
                    }
                    finally
                    {
                        died.SetResult();
                    }
                }
            },
        };
        demo.Google.Emulator.Faults.Next(call => call.IsWrite && !dies.Task.IsCompleted, last);
        _replacing = ReplaceAsync(dies.Task, died.Task, vacancy, over);
    }

    /// <summary>Runs the processor; that run does not come to its end.</summary>
    public void SendOff() => _running = RunAsync();

    /// <summary>Where the worker still lives, it goes on living; where it is dead, another one works when this returns.</summary>
    public Task DisarmAsync(CancellationToken cancellationToken)
    {
        _dies?.TrySetCanceled(CancellationToken.None);
        return _replacing.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _dies?.TrySetCanceled(CancellationToken.None);
        await _stop.CancelAsync();
        await Task.WhenAll(_replacing, _running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReplaceAsync(Task dies, Task died, TimeSpan vacancy, Action over)
    {
        await dies.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (dies.IsCompletedSuccessfully)
        {
            await died;
            await Task.Delay(vacancy, clock, _stop.Token);
            await demo.Functions.ReplaceAsync(_stop.Token);
        }

        over();
    }

    private async Task RunAsync()
    {
        try
        {
            await demo.RunProcessorAsync(_stop.Token);
        }
        catch (HttpRequestException)
        {
            // Whom we asked has died.
        }
    }
}
