namespace CalendarSync.Local.Emulator;

/// <summary>How this Google behaves. Everything but <see cref="Seed"/> may be changed while it runs.</summary>
internal sealed class EmulatorOptions
{
    /// <summary>Decides ids, tokens, the order of listings, irregular pages and random faults.</summary>
    public int Seed { get; init; } = 1;

    public string ClientId { get; set; } = "emulator.apps.googleusercontent.com";

    public string ClientSecret { get; set; } = "emulator-secret";

    /// <summary>Registered redirect addresses, compared exactly. Empty: any address on a loopback host.</summary>
    public IReadOnlyList<string> RedirectUris { get; set; } = [];

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromSeconds(3599);

    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The server's clock minus the injected one, to begin with; see <see cref="EmulatorClock"/>.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>Longest life of a push channel; a request for more is cut, a request for nothing gets this.</summary>
    public TimeSpan ChannelLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Dead after this, whatever happened: 410. Google promises nothing; weeks are reported.</summary>
    public TimeSpan SyncTokenLifetime { get; set; } = TimeSpan.FromDays(28);

    /// <summary>Deleted events are remembered for so long, then purged.</summary>
    public TimeSpan TrashRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>No page holds more items, whatever <c>maxResults</c> says. Lets a test page through five events.</summary>
    public int PageSizeLimit { get; set; } = 2500;

    /// <summary>Pages of any length up to the limit, some empty with a page token, drawn from the seed.</summary>
    public bool IrregularPages { get; set; }

    public TombstoneDetail Tombstones { get; set; } = TombstoneDetail.Minimal;

    /// <summary>Whether deleting a series also lists its stored exceptions as cancelled; Google does not say.</summary>
    public bool SeriesDeletionCancelsExceptions { get; set; } = true;

    /// <summary>For so long after a write, reads may still show the world before it (lists and GET by id).</summary>
    public TimeSpan ReadLag { get; set; }

    /// <summary>Units per minute and account; null: no limit. Google's figure is 600.</summary>
    public int? QuotaPerUserPerMinute { get; set; }

    /// <summary>Units per minute for everybody; null: no limit. Google's figure is 10,000.</summary>
    public int? QuotaPerProjectPerMinute { get; set; }

    /// <summary>Push messages leave by themselves; else only when <see cref="Push.PushDispatcher.DeliverAsync"/> is called.</summary>
    public bool AutomaticPush { get; set; }

    /// <summary>The <c>sync</c> message arrives before the answer to the watch call, as it can at Google.</summary>
    public bool SyncMessageBeforeAnswer { get; set; }

    /// <summary>Carries push messages; null: real HTTP.</summary>
    public HttpMessageHandler? PushHandler { get; set; }

    /// <summary>The log keeps the latest calls only; the counters count them all.</summary>
    public int CallLogLimit { get; set; } = 20_000;
}
