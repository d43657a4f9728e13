using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.OAuth;
using CalendarSync.Local.Emulator.Wire;
using NodaTime;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>One call that was recognised and let in: its method, its caller and its parameters.</summary>
internal sealed class ApiCall(World world, ApiMethod method, WireRequest request, QueryParameters query, IReadOnlyDictionary<string, string> route, AccessToken token)
{
    public World World { get; } = world;

    public ApiMethod Method { get; } = method;

    public WireRequest Request { get; } = request;

    public QueryParameters Query { get; } = query;

    public AccessToken Token { get; } = token;

    public Account Account => Token.Grant.Account;

    /// <summary>Set by a call that makes an event: its id, for the log.</summary>
    public string? ResultId { get; set; }

    public string Route(string name) => route[name];

    public JsonObject Body() => JsonFields.ParseBody(Request.Body);

    /// <summary>The calendar that the path names: 404 when it does not exist for this account, 403 when the role does not suffice.</summary>
    public CalendarState Calendar(AccessRole atLeast) => Calendar(Route("cal"), atLeast);

    public CalendarState Calendar(string id, AccessRole atLeast)
    {
        string resolved = string.Equals(id, "primary", StringComparison.Ordinal) ? Account.Email : id;
        if (!World.TryGetCalendar(resolved, out CalendarState? calendar) || calendar.RoleOf(Account.Email) == AccessRole.None)
        {
            throw GoogleErrors.NotFound.Thrown();
        }

        AccessRole role = calendar.RoleOf(Account.Email);
        if (role < atLeast)
        {
            throw GoogleErrors.AccessRequired(atLeast).Thrown();
        }

        calendar.PurgeOld(World.Clock.NowMilliseconds, World.Options.TrashRetention);
        CheckNarrowScopes(calendar, role);
        return calendar;
    }

    public AccessRole RoleOf(CalendarState calendar) => calendar.RoleOf(Account.Email);

    public bool Flag(string name, bool otherwise = false) => Query[name] switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        { } other => throw GoogleErrors.InvalidParameter(name, other).Thrown(),
    };

    public int? Number(string name, int least)
    {
        if (Query[name] is not { } text)
        {
            return null;
        }

        return int.TryParse(text, out int number) && number >= least ? number : throw GoogleErrors.InvalidParameter(name, text).Thrown();
    }

    public DateTimeZone? Zone()
    {
        string? name = Query["timeZone"];
        return name is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? throw GoogleErrors.InvalidParameter("timeZone", name).Thrown();
    }

    public FieldSelector? Fields() => Query["fields"] is { Length: > 0 } fields ? FieldSelector.Parse(fields) : null;

    /// <summary>How events look in the answer to this call.</summary>
    public EventView View(CalendarState calendar, FieldSelector? fields = null, bool shortTombstones = false) =>
        World.Intern(new EventView(Account, RoleOf(calendar), Zone(), Number("maxAttendees", 1), fields, shortTombstones));

    public WriteOptions WriteOptions()
    {
        if (Query["sendUpdates"] is { } send && send is not ("all" or "externalOnly" or "none"))
        {
            throw GoogleErrors.InvalidParameter("sendUpdates", send).Thrown();
        }

        return new WriteOptions(Version("conferenceDataVersion"), Flag("supportsAttachments"), Version("eventLabelVersion"));
    }

    /// <summary>Throws 412 when <c>If-Match</c> names another state.</summary>
    public void CheckIfMatch(string etag)
    {
        if (Request.Header("If-Match") is not { Length: > 0 } expected || expected is "*")
        {
            return;
        }

        if (expected[0] != '"' || expected[^1] != '"')
        {
            throw GoogleErrors.Invalid("Invalid value for: If-Match", "If-Match").Thrown();
        }

        if (!string.Equals(expected, etag, StringComparison.Ordinal))
        {
            throw GoogleErrors.PreconditionFailed.Thrown();
        }
    }

    public bool NotModified(string etag) => string.Equals(Request.Header("If-None-Match"), etag, StringComparison.Ordinal);

    /// <summary>Applies <c>fields</c> to an answer that is not a listing of events.</summary>
    public WireResponse Answer(byte[] json, string? etag = null)
    {
        WireResponse response = WireResponse.Json(200, Fields()?.Apply(json) ?? json);
        return etag is null ? response : response.With("ETag", etag);
    }

    private int Version(string name)
    {
        int version = Number(name, 0) ?? 0;
        return version <= 1 ? version : throw GoogleErrors.InvalidParameter(name, $"{version}").Thrown();
    }

    private void CheckNarrowScopes(CalendarState calendar, AccessRole role)
    {
        List<string> usable = [.. Method.Scopes.Where(Token.Has)];
        if (usable.Exists(static s => !Scopes.IsNarrow(s)))
        {
            return;
        }

        bool opened = usable.Exists(s => s switch
        {
            "calendar.events.owned" or "calendar.events.owned.readonly" => role == AccessRole.Owner,
            "calendar.app.created" => string.Equals(calendar.CreatedByClient, Token.Grant.ClientId, StringComparison.Ordinal),
            _ => throw GoogleErrors.NotEmulated($"scope {s}").Thrown(),
        });
        if (!opened)
        {
            throw GoogleErrors.ScopeInsufficient.Thrown();
        }
    }
}
