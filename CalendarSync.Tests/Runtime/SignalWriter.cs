using System.Text;

namespace CalendarSync.Tests.Runtime;

/// <summary>Standard output that tells when a line has come.</summary>
internal sealed class SignalWriter : TextWriter
{
    private readonly StringBuilder _text = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Came)> _waiters = [];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new NotSupportedException("The commands write lines.");

    public override void WriteLine(string? value)
    {
        lock (_text)
        {
            _text.AppendLine(value);
            foreach ((Func<string, bool> wanted, TaskCompletionSource<string> came) in _waiters)
            {
                if (wanted(value ?? ""))
                {
                    came.TrySetResult(value ?? "");
                }
            }
        }
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    /// <summary>The first line from now on that is wanted.</summary>
    public Task<string> LineAsync(Func<string, bool> wanted)
    {
        var came = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_text)
        {
            _waiters.Add((wanted, came));
        }

        return came.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }
}
