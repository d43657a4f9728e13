using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Push;

/// <summary>
/// Carries messages to the receivers, and loses, doubles, delays and reorders them on demand. By default nothing leaves until
/// <see cref="DeliverAsync"/> is called, so that a test decides when a notification arrives.
/// </summary>
internal sealed class PushDispatcher(EmulatorOptions options, EmulatorClock clock) : IDisposable
{
    private const int MaxAttempts = 6;
    private const string UserAgent = "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)";

    private readonly Lock _gate = new();
    private readonly List<PushMessage> _pending = [];
    private readonly SeededRandom _random = new(unchecked(options.Seed * 31) + 7);
    private readonly SemaphoreSlim _signal = new(0);
    private HttpClient? _client;

    /// <summary>Share of messages that never arrive, 0 to 1.</summary>
    public double DropRate { get; set; }

    /// <summary>Share of messages that arrive twice, 0 to 1.</summary>
    public double DuplicateRate { get; set; }

    /// <summary>Messages that wait at the same time leave in random order.</summary>
    public bool Reorder { get; set; }

    /// <summary>By the server's clock.</summary>
    public TimeSpan Delay { get; set; }

    public int Dropped { get; private set; }

    /// <summary>Told of every attempt that was made, for people who watch.</summary>
    public Action<PushDelivery>? Attempted { get; set; }

    /// <summary>Told of every message that <see cref="DropRate"/> swallows.</summary>
    public Action<PushMessage>? Lost { get; set; }

    /// <summary>Messages that were enqueued and neither delivered nor given up, oldest first.</summary>
    public IReadOnlyList<PushMessage> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _pending];
            }
        }
    }

    /// <summary>Forgets what waits; returns how many messages.</summary>
    public int Discard()
    {
        lock (_gate)
        {
            int count = _pending.Count;
            _pending.Clear();
            return count;
        }
    }

    public void Enqueue(PushMessage message)
    {
        lock (_gate)
        {
            if (DropRate > 0 && _random.Chance(DropRate))
            {
                Dropped++;
                Lost?.Invoke(message);
                return;
            }

            PushMessage due = message with { NotBefore = message.NotBefore + Delay };
            _pending.Add(due);
            if (DuplicateRate > 0 && _random.Chance(DuplicateRate))
            {
                _pending.Add(due);
            }
        }

        if (options.AutomaticPush)
        {
            _signal.Release();
        }
    }

    /// <summary>Sends what is due by the server's clock, one message after the other, and tells what came of it.</summary>
    /// <param name="cancellationToken">Ends the sending between two messages.</param>
    /// <param name="channelId">Only this channel's messages; null: all.</param>
    /// <param name="evenIfDelayed">Also messages that are delayed or wait for a retry.</param>
    public async Task<IReadOnlyList<PushDelivery>> DeliverAsync(CancellationToken cancellationToken = default, string? channelId = null, bool evenIfDelayed = false)
    {
        List<PushDelivery> deliveries = [];
        foreach (PushMessage message in Take(channelId, evenIfDelayed))
        {
            cancellationToken.ThrowIfCancellationRequested();
            int status = await PostAsync(message, cancellationToken);
            bool retry = status is 0 or 500 or 502 or 503 or 504 && message.Attempt < MaxAttempts;
            deliveries.Add(new PushDelivery(message, status, retry));
            Attempted?.Invoke(deliveries[^1]);
            if (retry)
            {
                lock (_gate)
                {
                    _pending.Add(message with { Attempt = message.Attempt + 1, NotBefore = clock.Now + TimeSpan.FromSeconds(1 << message.Attempt) });
                }
            }
        }

        return deliveries;
    }

    /// <summary>Delivers by itself until cancelled; used with <see cref="EmulatorOptions.AutomaticPush"/>.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // With nothing due, look again soon: the server's clock may be moved by hand.
            await _signal.WaitAsync(TimeSpan.FromMilliseconds(Pending.Count > 0 ? 50 : 1000), cancellationToken);
            await DeliverAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _signal.Dispose();
    }

    private List<PushMessage> Take(string? channelId, bool evenIfDelayed)
    {
        DateTimeOffset now = clock.Now;
        bool Due(PushMessage m) => (evenIfDelayed || m.NotBefore <= now) && (channelId is null || string.Equals(m.ChannelId, channelId, StringComparison.Ordinal));
        lock (_gate)
        {
            List<PushMessage> due = [.. _pending.Where(Due)];
            _pending.RemoveAll(Due);
            for (int i = due.Count - 1; Reorder && i > 0; i--)
            {
                int j = _random.Below(i + 1);
                (due[i], due[j]) = (due[j], due[i]);
            }

            return due;
        }
    }

    private async Task<int> PostAsync(PushMessage message, CancellationToken cancellationToken)
    {
        _client ??= new HttpClient(options.PushHandler ?? new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: options.PushHandler is null)
        {
            Timeout = TimeSpan.FromSeconds(30),
        };
        using HttpRequestMessage request = new(HttpMethod.Post, message.Address) { Content = new ByteArrayContent([]) };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("X-Goog-Channel-ID", message.ChannelId);
        request.Headers.TryAddWithoutValidation("X-Goog-Message-Number", $"{message.Number}");
        request.Headers.TryAddWithoutValidation("X-Goog-Resource-ID", message.ResourceId);
        request.Headers.TryAddWithoutValidation("X-Goog-Resource-State", message.State);
        request.Headers.TryAddWithoutValidation("X-Goog-Resource-URI", message.ResourceUri);
        request.Headers.TryAddWithoutValidation("X-Goog-Channel-Expiration", message.ExpirationText);
        if (message.Token is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Goog-Channel-Token", message.Token);
        }

        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return 0;
        }
    }
}
