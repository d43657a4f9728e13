using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Calls;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.OAuth;
using CalendarSync.Local.Emulator.Push;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator;

/// <summary>
/// A Google Calendar in memory. Clients reach it over HTTP (<see cref="EmulatorHost"/>, <see cref="EmulatorRoutes"/>) or in process
/// (<see cref="CreateHandler"/>); tests and the admin API also act here as the people who own the calendars.
/// </summary>
internal sealed partial class GoogleEmulator : IDisposable
{
    private readonly EmulatorServer _server;

    public GoogleEmulator(EmulatorOptions? options = null, TimeProvider? timeProvider = null)
    {
        Options = options ?? new EmulatorOptions();
        Clock = new EmulatorClock(timeProvider ?? TimeProvider.System, Options.Skew);
        World = new World(Options, Clock);
        Calls = new CallLog(Options);
        Push = new PushDispatcher(Options, Clock);
        Channels = new ChannelStore(World, Push);
        Grants = new GrantStore(World);
        Writer = new EventWriter(World);
        _server = new EmulatorServer(this);
    }

    public EmulatorOptions Options { get; }

    public EmulatorClock Clock { get; }

    public CallLog Calls { get; }

    public FaultPlan Faults { get; } = new();

    public PushDispatcher Push { get; }

    /// <summary>When set, the consent page answers at once; null: a person (or a test that posts the form) decides.</summary>
    public AutoConsent? AutoConsent { get; set; }

    internal World World { get; }

    internal ChannelStore Channels { get; }

    internal GrantStore Grants { get; }

    internal EventWriter Writer { get; }

    internal EmulatorServer Server => _server;

    /// <summary>What a person does at Google's own pages: no token, no quota, no faults.</summary>
    public EmulatorUser User(string email)
    {
        lock (World.Gate)
        {
            return new EmulatorUser(this, AccountOf(email));
        }
    }

    /// <summary>Consents as the account and returns both tokens, without the browser.</summary>
    /// <param name="email">Who consents.</param>
    /// <param name="scopes">Full names or suffixes; none: <c>calendar</c>.</param>
    public IssuedTokens IssueTokens(string email, params IReadOnlyCollection<string> scopes)
    {
        lock (World.Gate)
        {
            HashSet<string> granted = [.. (scopes.Count == 0 ? ["calendar"] : scopes).Select(Scopes.Full)];
            Grant grant = Grants.Allow(AccountOf(email), Options.ClientId, granted);
            AccessToken access = Grants.NewAccessToken(grant, granted);
            return new IssuedTokens(access.Value, Grants.NewRefreshToken(grant, granted), access.ExpiresAt, grant.Account.Subject);
        }
    }

    /// <summary>Access tokens of this account (null: of all) are expired from now on; refreshing works.</summary>
    public void ExpireAccessTokens(string? email = null)
    {
        lock (World.Gate)
        {
            Grants.ExpireAccessTokens(email is null ? null : AccountOf(email));
        }
    }

    /// <summary>The person withdraws consent: every token of the account is dead.</summary>
    public void RevokeGrant(string email)
    {
        lock (World.Gate)
        {
            Grants.RevokeAll(AccountOf(email));
        }
    }

    /// <summary>Every sync token of this calendar (null: of everything, calendar lists included) answers 410 from now on, page tokens too.</summary>
    public void KillSyncTokens(string? calendarId = null)
    {
        lock (World.Gate)
        {
            foreach (CalendarState calendar in calendarId is null ? World.Calendars : [CalendarOf(calendarId)])
            {
                calendar.TokenGeneration++;
            }

            foreach (Account account in calendarId is null ? World.Accounts : [])
            {
                account.ListGeneration++;
            }
        }
    }

    /// <summary>Empties the trash of a calendar: GET answers 404, insert 409, update 403. Tokens older than a purged tombstone die.</summary>
    public int PurgeTrash(string calendarId)
    {
        lock (World.Gate)
        {
            return CalendarOf(calendarId).Purge(static _ => true);
        }
    }

    /// <summary>The conference service answers every pending request: one more change of each event.</summary>
    public int FinishConferences()
    {
        lock (World.Gate)
        {
            List<StoredEvent> pending =
            [
                .. World.Calendars.SelectMany(static c => c.Events.Values)
                    .Where(static e => (string?)e.State.ConferenceData?["createRequest"]?["status"]?["statusCode"] is "pending"),
            ];
            pending.ForEach(e => World.Commit(e, ConferenceRules.Finish(e.State, World.Random.Text("abcdefghijklmnopqrstuvwxyz", 10))));
            return pending.Count;
        }
    }

    /// <summary>The event as its calendar's owner sees it, deleted ones too; null when there is none.</summary>
    public JsonObject? Event(string calendarId, string eventId)
    {
        lock (World.Gate)
        {
            CalendarState calendar = CalendarOf(calendarId);
            return calendar.TryGet(eventId, out StoredEvent? stored) ? EventRenderer.Document(stored, calendar.Owner) : null;
        }
    }

    /// <summary>Renders every event of a calendar as a plain listing shows it, so that a measurement starts with what Google has at hand.</summary>
    public void Warm(string email, string calendarId)
    {
        lock (World.Gate)
        {
            CalendarState calendar = CalendarOf(calendarId);
            EventView view = World.Intern(new EventView(AccountOf(email), calendar.RoleOf(email), ShortTombstones: Options.Tombstones != TombstoneDetail.Full));
            foreach (StoredEvent stored in calendar.Ordered())
            {
                _ = stored.Render(view);
            }
        }
    }

    /// <summary>All events of a calendar that are not cancelled, in no particular order.</summary>
    public IReadOnlyList<JsonObject> LiveEvents(string calendarId) => Events(calendarId, static e => !e.State.IsCancelled);

    /// <summary>All events of a calendar that Google still remembers, cancelled ones included.</summary>
    public IReadOnlyList<JsonObject> AllEvents(string calendarId) => Events(calendarId, static _ => true);

    /// <summary>Changes of events on this calendar so far; equal numbers mean that nothing was written in between.</summary>
    public long ChangeCount(string calendarId)
    {
        lock (World.Gate)
        {
            return CalendarOf(calendarId).Changes.Latest;
        }
    }

    /// <summary>Ids of channels that neither expired nor were stopped.</summary>
    public IReadOnlyList<string> LiveChannels()
    {
        lock (World.Gate)
        {
            return [.. Channels.Live.Select(static c => c.Id)];
        }
    }

    /// <summary>Ends a channel silently, as expiry does.</summary>
    public bool ExpireChannel(string channelId)
    {
        lock (World.Gate)
        {
            return Channels.Expire(channelId);
        }
    }

    /// <summary>An empty Google again: no accounts, no tokens, no channels, no faults; counters at zero. Options and clock stay.</summary>
    public void Reset()
    {
        lock (World.Gate)
        {
            World.Clear();
            Grants.Clear();
            Channels.Clear();
        }

        Push.Discard();
        Faults.Clear();
        Calls.Reset();
        AutoConsent = null;
    }

    /// <summary>A handler for <see cref="HttpClient"/> that reaches this Google without a socket. The host in the address does not matter.</summary>
    public HttpMessageHandler CreateHandler() => new InProcessHandler(_server, Clock);

    public void Dispose() => Push.Dispose();

    internal Account AccountOf(string email) => World.FindAccount(email) ?? throw new ArgumentException("There is no such account.", nameof(email));

    internal CalendarState CalendarOf(string calendarId) =>
        World.TryGetCalendar(calendarId, out CalendarState? calendar) ? calendar : throw new ArgumentException("There is no such calendar.", nameof(calendarId));

    private List<JsonObject> Events(string calendarId, Func<StoredEvent, bool> which)
    {
        lock (World.Gate)
        {
            CalendarState calendar = CalendarOf(calendarId);
            return [.. calendar.Ordered().Where(which).Select(e => EventRenderer.Document(e, calendar.Owner))];
        }
    }
}
