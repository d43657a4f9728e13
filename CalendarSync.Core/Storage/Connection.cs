using CalendarSync.Core.Google;

namespace CalendarSync.Core.Storage;

/// <summary>A synced calendar: a row of <c>google_calendar_connections</c> with what it needs of its grant.</summary>
internal sealed record Connection
{
    public const string Columns = """
        c.id, c.company_id, c.user_id, c.grant_id, c.calendar_id, c.role, c.color, c.default_reminders::text AS default_reminders, c.time_zone, c.access_role,
        c.sync_direction, c.sync_token, c.sync_params, c.page_token, c.listing_id, c.listing_started_at, c.listing_marks, c.listing_items,
        c.pull_requested_at, c.last_pull_at, c.range_until, c.private_as_busy, (SELECT g.consents FROM google_calendar_grants g WHERE g.id = c.grant_id) AS consent
        """;

    /// <summary>Connections whose grant is usable now; <c>@now</c> is a parameter.</summary>
    public const string Usable = """
        c.enabled AND c.status = 'connected'
        AND EXISTS (SELECT FROM google_calendar_grants g
                     WHERE g.id = c.grant_id AND g.status = 'connected' AND (g.paused_until IS NULL OR g.paused_until <= @now))
        """;

    public Guid Id { get; init; }

    public Guid CompanyId { get; init; }

    public Guid UserId { get; init; }

    public Guid GrantId { get; init; }

    /// <summary>An address: never in a log.</summary>
    public string CalendarId { get; init; } = string.Empty;

    public string? Role { get; init; }

    public string? Color { get; init; }

    public string? DefaultReminders { get; init; }

    public string? TimeZone { get; init; }

    public string? AccessRole { get; init; }

    public string SyncDirection { get; init; } = "bidirectional";

    public string? SyncToken { get; init; }

    public string? SyncParams { get; init; }

    public string? PageToken { get; init; }

    public Guid? ListingId { get; init; }

    public DateTimeOffset? ListingStartedAt { get; init; }

    /// <summary>The listing under way marks what it sees, because there are rows that it may have to sweep.</summary>
    public bool ListingMarks { get; init; }

    public long ListingItems { get; init; }

    public DateTimeOffset? PullRequestedAt { get; init; }

    public DateTimeOffset? LastPullAt { get; init; }

    /// <summary>Up to when the calendar has been listed, UTC; null where its range has no end.</summary>
    public DateTimeOffset? RangeUntil { get; init; }

    /// <summary>The application sees when Google's private events are, and nothing else of them.</summary>
    public bool PrivateAsBusy { get; init; }

    /// <summary>Which consent of the account was the latest when this was read: what Google refuses later may be about this one.</summary>
    public long Consent { get; init; }

    public GoogleAccount Account => new(GrantId);

    public bool CanWrite => AccessRole is null or "owner" or "writer" or "writerWithoutPrivateAccess";
}
