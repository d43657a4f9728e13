using System.Text.Json.Nodes;

using CalendarSync.Local.Demo;
using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Local.Page.Trouble;

/// <summary>What can go wrong between the two sides, at the press of a button. Names are those of the page's routes.</summary>
internal sealed class Troubles(DemoEnvironment demo, AppSide app, TimeProvider clock) : IAsyncDisposable
{
    public const string Slow = "slow";
    public const string Refusing = "refusing";
    public const string Down = "down";
    public const string WebhookLost = "webhook_lost";
    public const string SyncToken = "sync_token";
    public const string AccessToken = "access_token";
    public const string Revoked = "revoked";
    public const string Crash = "crash";

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, IDisposable> _lasting = new(StringComparer.Ordinal);
    private readonly WorkerCrash _crash = new(demo, clock);

    public static IReadOnlyList<string> Names { get; } = [Slow, Refusing, Down, WebhookLost, SyncToken, AccessToken, Revoked, Crash];

    /// <summary>How long a call takes while Google is slow.</summary>
    public TimeSpan Slowness { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long nobody works after a crash.</summary>
    public TimeSpan Vacancy { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What is wrong now.</summary>
    public IReadOnlyList<string> Active
    {
        get
        {
            lock (_gate)
            {
                return [.. Names.Where(name => _lasting.ContainsKey(name) || (name is Crash && _crash.IsUnderWay))];
            }
        }
    }

    /// <summary>Makes something go wrong. Some of it lasts until <see cref="StopAsync"/>, some happens once.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="written">For the crash: the event that is written just before it.</param>
    /// <param name="cancellationToken">Ends the waiting, not the trouble.</param>
    public async Task StartAsync(string name, EventEdit written, CancellationToken cancellationToken)
    {
        if (Active.Contains(name, StringComparer.Ordinal))
        {
            return;
        }

        Tell(name, "begun");
        switch (name)
        {
            case Slow:
                Last(name, Script(_ => Fault.Slow(Slowness)));
                break;
            case Refusing:
                // Google says it in two ways, and the first one says for how long.
                Last(name, Script(call => call.Number % 2 == 0 ? Fault.TooManyRequests(AskAgainAfter) : Fault.RateLimit403()));
                break;
            case Down:
                Last(name, Script(_ => Fault.Unavailable()));
                break;
            case WebhookLost:
                demo.Google.Emulator.Push.DropRate = 1;
                Last(name, new Ending(() => demo.Google.Emulator.Push.DropRate = 0));
                break;
            case SyncToken:
                demo.Google.Emulator.KillSyncTokens(DemoPeople.GoogleAccount);
                await demo.AskGoogleAsync(cancellationToken);
                Tell(name, "over");
                break;
            case AccessToken:
                demo.Google.Emulator.ExpireAccessTokens(DemoPeople.GoogleAccount);
                await demo.AskGoogleAsync(cancellationToken);
                Tell(name, "over");
                break;
            case Revoked:
                demo.Google.Emulator.RevokeGrant(DemoPeople.GoogleAccount);
                Last(name, new Ending(() => { }));
                await demo.AskGoogleAsync(cancellationToken);
                break;
            case Crash:
                _crash.Arm(Vacancy, () => Tell(Crash, "over"));
                await app.AddAsync(written, cancellationToken);
                // The run ends with its worker: there is nothing to wait for.
                _crash.SendOff();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name));
        }
    }

    /// <summary>Ends a trouble that lasts; null: all of them. Who has withdrawn the consent connects again.</summary>
    public async Task StopAsync(string? name, CancellationToken cancellationToken)
    {
        List<string> ended = [];
        lock (_gate)
        {
            foreach (string trouble in _lasting.Keys.Where(key => name is null || string.Equals(key, name, StringComparison.Ordinal)).ToList())
            {
                _lasting[trouble].Dispose();
                _lasting.Remove(trouble);
                ended.Add(trouble);
            }
        }

        if (name is null or Crash)
        {
            await _crash.DisarmAsync(cancellationToken);
        }

        if (ended.Contains(Revoked))
        {
            await demo.Browser.ConnectAsync(cancellationToken);
        }

        ended.ForEach(trouble => Tell(trouble, "over"));
    }

    public async ValueTask DisposeAsync() => await _crash.DisposeAsync();

    private IDisposable Script(Func<CallInfo, Fault> fault) =>
        // The pages on which a person consents are another service.
        demo.Google.Emulator.Faults.Script(call => call.Method is "oauth.auth" or "oauth.consent" ? null : fault(call));

    private void Last(string name, IDisposable trouble)
    {
        lock (_gate)
        {
            _lasting.Add(name, trouble);
        }
    }

    private void Tell(string name, string state) =>
        demo.Feed.Tell("trouble", $"trouble   {name} {state}", new JsonObject { ["name"] = name, ["state"] = state });

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
