using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Model;
using NodaTime;

namespace CalendarSync.Local.Emulator.Listing;

/// <summary>The parameters of events.list, checked against each other (sections 2.1 and 2.4).</summary>
internal sealed record EventQuery
{
    private static readonly string[] Restrictions = ["iCalUID", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin"];

    /// <summary>Parameters that may differ between the pages of one listing.</summary>
    private static readonly string[] FreeInPages = ["pageToken", "maxResults", "fields", "prettyPrint", "quotaUser", "key", "alt"];

    public int MaxResults { get; private init; }

    public string? SyncToken { get; private init; }

    public string? PageToken { get; private init; }

    public bool ShowDeleted { get; private init; }

    public bool SingleEvents { get; private init; }

    public Instant? TimeMin { get; private init; }

    public Instant? TimeMax { get; private init; }

    public long? UpdatedMinMs { get; private init; }

    public bool OrderByUpdated { get; private init; }

    public bool OrderByStart { get; private init; }

    public string? Text { get; private init; }

    public string? ICalUid { get; private init; }

    public IReadOnlyList<string> PrivateProperties { get; private init; } = [];

    public IReadOnlyList<string> SharedProperties { get; private init; } = [];

    public IReadOnlyList<string> EventTypes { get; private init; } = [];

    public uint PageParameters { get; private init; }

    public uint SyncParameters { get; private init; }

    /// <summary>Filtered or ordered listings give no sync token; a time window alone does not matter.</summary>
    public bool GivesSyncToken => !OrderByUpdated && !OrderByStart && Text is null && UpdatedMinMs is null && ICalUid is null
        && PrivateProperties.Count == 0 && SharedProperties.Count == 0;

    public static EventQuery Parse(ApiCall call, AccessRole role)
    {
        string? order = call.Query["orderBy"];
        if (order is not (null or "startTime" or "updated"))
        {
            throw GoogleErrors.InvalidParameter("orderBy", order).Thrown();
        }

        EventQuery query = new()
        {
            MaxResults = Math.Min(call.Number("maxResults", 1) ?? 250, 2500),
            SyncToken = call.Query["syncToken"],
            PageToken = call.Query["pageToken"],
            ShowDeleted = call.Flag("showDeleted"),
            SingleEvents = call.Flag("singleEvents") || role == AccessRole.FreeBusyReader,
            TimeMin = Bound(call, "timeMin"),
            TimeMax = Bound(call, "timeMax"),
            UpdatedMinMs = Bound(call, "updatedMin")?.ToUnixTimeMilliseconds(),
            OrderByUpdated = order is "updated",
            OrderByStart = order is "startTime",
            Text = call.Query["q"],
            ICalUid = call.Query["iCalUID"],
            PrivateProperties = Properties(call, "privateExtendedProperty"),
            SharedProperties = Properties(call, "sharedExtendedProperty"),
            EventTypes = [.. call.Query.All("eventTypes").Order(StringComparer.Ordinal)],
            PageParameters = HashOf(call.Query.Pairs.Where(static p => !FreeInPages.Contains(p.Key, StringComparer.Ordinal))),
            SyncParameters = HashOf(call.Query.Pairs.Where(static p => p.Key is "singleEvents" or "eventTypes" or "maxAttendees" or "showHiddenInvitations")),
        };
        query.Check(call);
        return query;
    }

    private void Check(ApiCall call)
    {
        if (OrderByStart && !SingleEvents)
        {
            throw GoogleErrors.BadRequest("The requested ordering is not available for the particular query.").Thrown();
        }

        if (TimeMin is { } min && TimeMax is { } max && max <= min)
        {
            throw GoogleErrors.TimeRangeEmpty.Thrown();
        }

        if (EventTypes.FirstOrDefault(static t => !Events.EventTypes.IsKnown(t)) is { } unknown)
        {
            throw GoogleErrors.InvalidParameter("eventTypes", unknown).Thrown();
        }

        if (SyncToken is null)
        {
            return;
        }

        if (OrderByUpdated || OrderByStart)
        {
            throw GoogleErrors.Invalid("Sync token cannot be used with non-default ordering.", "orderBy").Thrown();
        }

        if (Array.Find(Restrictions, call.Query.Has) is { } restriction)
        {
            throw GoogleErrors.Invalid("Sync token cannot be used with other request restrictions.", restriction).Thrown();
        }

        if (call.Query["showDeleted"] is "false")
        {
            throw GoogleErrors.Invalid("Sync token cannot be used with showDeleted set to false.", "showDeleted").Thrown();
        }
    }

    private static Instant? Bound(ApiCall call, string name) => call.Query[name] is { } text ? EventTimes.ParseBound(name, text) : null;

    private static IReadOnlyList<string> Properties(ApiCall call, string name)
    {
        List<string> constraints = [.. call.Query.All(name)];
        if (constraints.Count > 1)
        {
            // The reference says that all must match, the guide that one must.
            throw GoogleErrors.NotEmulated($"several {name} constraints").Thrown();
        }

        return constraints.TrueForAll(static c => c.Contains('=', StringComparison.Ordinal))
            ? constraints
            : throw GoogleErrors.InvalidParameter(name, constraints[0]).Thrown();
    }

    private static uint HashOf(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        // Saying the default is saying nothing.
        IEnumerable<string> said = pairs.Where(static p => !(p.Key is "singleEvents" or "showHiddenInvitations" && p.Value is "false")).Select(static p => $"{p.Key}={p.Value}");
        return SeededRandom.Hash(string.Join('&', said.Order(StringComparer.Ordinal)));
    }
}
