using System.Threading.Channels;

using CalendarSync.Local.Emulator.Calls;
using CalendarSync.Local.Runtime;

namespace CalendarSync.Local.Demo;

/// <summary>What happens, as it happens, in plain lines: rows, queue, calls to Google, functions. Ids only, as in the log.</summary>
internal sealed class DemoFeed(TextWriter output, TimeProvider clock)
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private int _news;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next thing that happens. Take it before looking whether it has happened already.</summary>
    public Task NextChange
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Puts a line among the others that is not something that happens.</summary>
    public void Print(string line) => _lines.Writer.TryWrite(line);

    public void Say(string text)
    {
        Interlocked.Increment(ref _news);
        Print($"{clock.GetLocalNow():HH:mm:ss.fff}  {text}");
        TaskCompletionSource changed;
        lock (_gate)
        {
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }

    /// <summary>A timer that ran and found nothing to do is not worth a line.</summary>
    public void Say(FunctionRun run)
    {
        bool idle = run is { Status: null, Succeeded: true } && Interlocked.Exchange(ref _news, 0) == 0;
        if (idle)
        {
            return;
        }

        Say($"function  {run.Function} {(run.Status is { } status ? $"answered {status}" : run.Succeeded ? "has run" : "failed")} in {run.Duration.TotalMilliseconds:0} ms");
        Interlocked.Exchange(ref _news, 0);
    }

    public void Say(CallRecord call) =>
        Say($"Google    {call.Method} {call.Status}, {call.Units} {(call.Units == 1 ? "unit" : "units")}{(call.Fault is null ? "" : $", fault {call.Fault}")}");

    /// <summary>Writes until <see cref="End"/> has been called and everything is out.</summary>
    public async Task WriteAsync()
    {
        await foreach (string line in _lines.Reader.ReadAllAsync(CancellationToken.None))
        {
            await output.WriteLineAsync(line);
        }
    }

    public void End() => _lines.Writer.TryComplete();
}
