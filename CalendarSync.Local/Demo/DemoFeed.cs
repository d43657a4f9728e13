using System.Text.Json.Nodes;
using System.Threading.Channels;

using CalendarSync.Local.Emulator.Calls;
using CalendarSync.Local.Emulator.Push;
using CalendarSync.Local.Runtime;

using Channel = System.Threading.Channels.Channel;

namespace CalendarSync.Local.Demo;

/// <summary>
/// What happens, as it happens: rows, queue, calls to Google, webhooks, functions. As plain lines for the terminal, and as entries for whoever
/// subscribes. Ids only, as in the log.
/// </summary>
internal sealed class DemoFeed(TextWriter output, TimeProvider clock)
{
    // As much as a page that comes late, or comes back, wants to see.
    private const int Remembered = 300;
    private const int MostUnread = 2000;

    // What they change, others tell.
    private static readonly string[] Readers = ["calendar-settings", "calendar-connections", "calendar-queue", "calendar-history", "calendar-conflicts"];

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Queue<FeedEntry> _entries = [];
    private readonly List<Channel<FeedEntry>> _subscribers = [];
    private long _number;
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

    /// <summary>Something happened: <paramref name="text"/> for the terminal, <paramref name="data"/> for those who subscribe.</summary>
    public void Tell(string kind, string text, JsonObject data)
    {
        Interlocked.Increment(ref _news);
        DateTimeOffset now = clock.GetUtcNow();
        Print($"{TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone):HH:mm:ss.fff}  {text}");
        TaskCompletionSource changed;
        lock (_gate)
        {
            var entry = new FeedEntry(++_number, now, kind, data);
            _entries.Enqueue(entry);
            if (_entries.Count > Remembered)
            {
                _entries.Dequeue();
            }

            foreach (Channel<FeedEntry> subscriber in _subscribers)
            {
                subscriber.Writer.TryWrite(entry);
            }

            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }

    public void Say(string text) => Tell("note", text, []);

    /// <summary>A timer that ran and found nothing to do is not worth a line, nor is what the settings page reads every few seconds.</summary>
    public void Say(FunctionRun run)
    {
        if (run is { Status: StatusCodes.Status200OK or StatusCodes.Status304NotModified } && Readers.Contains(run.Function, StringComparer.Ordinal))
        {
            return;
        }

        bool idle = run is { Status: null, Succeeded: true } && Interlocked.Exchange(ref _news, 0) == 0;
        if (idle)
        {
            return;
        }

        Tell(
            "function",
            $"function  {run.Function} {(run.Status is { } status ? $"answered {status}" : run.Succeeded ? "has run" : "failed")} in {run.Duration.TotalMilliseconds:0} ms",
            new JsonObject { ["name"] = run.Function, ["status"] = run.Status, ["succeeded"] = run.Succeeded, ["milliseconds"] = (long)run.Duration.TotalMilliseconds });
        Interlocked.Exchange(ref _news, 0);
    }

    public void Say(CallRecord call) => Tell(
        "call",
        $"Google    {call.Method} {call.Status}, {call.Units} {(call.Units == 1 ? "unit" : "units")}{(call.Fault is null ? "" : $", fault {call.Fault}")}",
        new JsonObject
        {
            ["method"] = call.Method,
            ["status"] = call.Status,
            ["units"] = call.Units,
            ["write"] = call.IsWrite,
            ["applied"] = call.Applied,
            ["google_id"] = call.EventId,
            ["fault"] = call.Fault,
        });

    /// <summary>Google's message about a change, at the webhook's door.</summary>
    public void Say(PushDelivery delivery) => Tell(
        "webhook",
        $"webhook   {delivery.Message.State} {(delivery.Status == 0 ? "reaches nobody" : $"answered {delivery.Status}")}{(delivery.WillRetry ? ", Google will try again" : "")}",
        new JsonObject { ["state"] = delivery.Message.State, ["status"] = delivery.Status, ["retry"] = delivery.WillRetry, ["lost"] = false });

    /// <summary>Google's message about a change that never arrives.</summary>
    public void SayLost(PushMessage message) =>
        Tell("webhook", $"webhook   {message.State} lost on the way", new JsonObject { ["state"] = message.State, ["status"] = 0, ["retry"] = false, ["lost"] = true });

    /// <summary>What has happened since <paramref name="after"/>, as far as it is remembered, and then what happens. Dispose ends it.</summary>
    public FeedReader Subscribe(long after)
    {
        // Who does not read for so long has to look at the whole again anyway.
        var channel = Channel.CreateBounded<FeedEntry>(new BoundedChannelOptions(MostUnread) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            foreach (FeedEntry entry in _entries.Where(entry => entry.Number > after))
            {
                channel.Writer.TryWrite(entry);
            }

            _subscribers.Add(channel);
        }

        return new FeedReader(channel.Reader, () =>
        {
            lock (_gate)
            {
                _subscribers.Remove(channel);
            }
        });
    }

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
