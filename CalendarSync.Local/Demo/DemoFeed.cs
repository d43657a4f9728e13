using System.Threading.Channels;

using CalendarSync.Local.Emulator.Calls;
using CalendarSync.Local.Runtime;

namespace CalendarSync.Local.Demo;

/// <summary>What happens, as it happens, in plain lines: rows, queue, calls to Google, functions. Ids only, as in the log.</summary>
internal sealed class DemoFeed(TextWriter output, TimeProvider clock)
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
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

    public void Say(string text)
    {
        _lines.Writer.TryWrite($"{clock.GetLocalNow():HH:mm:ss.fff}  {text}");
        TaskCompletionSource changed;
        lock (_gate)
        {
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }

    public void Say(FunctionRun run) =>
        Say($"function  {run.Function} {(run.Status is { } status ? $"answered {status}" : run.Succeeded ? "has run" : "failed")} in {run.Duration.TotalMilliseconds:0} ms");

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
