namespace CalendarSync.Core.Storage;

/// <summary>A row of <c>events</c> as the database holds it. Times are UTC.</summary>
internal sealed record EventRow
{
    public const string Columns = """
        e.id, e.company_id, e.user_id, e.title, e.description, e.location, e.start_at, e.end_at, e.start_date, e.end_date, e.all_day, e.time_zone,
        e.role, e.color, e.recurrence, e.recurring_event_id, e.series_id, e.original_start_at, e.original_start_date, e.status, e.visibility,
        e.transparency, e.reminders::text AS reminders, e.updated_at, e.deleted_at, e.last_synced_at, e.google_calendar_id, e.google_event_id,
        e.google_etag, e.google_updated_at, e.google_event::text AS google_event, e.google_agreed::text AS google_agreed, e.version, e.synced_version,
        (SELECT s.google_event_id FROM events s WHERE s.id = e.series_id) AS series_google_event_id,
        CASE WHEN e.google_event_id IS NULL THEN (SELECT s.google_calendar_id FROM events s WHERE s.id = e.series_id) END AS series_google_calendar_id,
        CASE WHEN e.google_event_id IS NULL THEN (SELECT s.google_etag FROM events s WHERE s.id = e.series_id) END AS series_google_etag,
        CASE WHEN e.google_event_id IS NULL THEN (SELECT s.google_event::text FROM events s WHERE s.id = e.series_id AND s.deleted_at IS NULL) END AS series_google_event,
        e.series_id IS NOT NULL AND (e.original_start_at IS NOT NULL OR e.original_start_date IS NOT NULL)
            AND NOT EXISTS (SELECT FROM events s WHERE s.id = e.series_id AND s.deleted_at IS NULL) AS series_deleted,
        e.google_event_id IS NULL AND e.series_id IS NOT NULL AND EXISTS (
            SELECT FROM events o WHERE o.series_id = e.series_id AND o.id <> e.id AND o.google_event_id IS NOT NULL
               AND (o.original_start_at = e.original_start_at OR o.original_start_date = e.original_start_date)) AS slot_taken
        """;

    private const string EtagElsewhere = "elsewhere";

    public Guid Id { get; init; }

    public Guid CompanyId { get; init; }

    public Guid? UserId { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Location { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public DateTimeOffset? EndAt { get; init; }

    public DateOnly? StartDate { get; init; }

    public DateOnly? EndDate { get; init; }

    public bool AllDay { get; init; }

    public string? TimeZone { get; init; }

    public string? Role { get; init; }

    public string? Color { get; init; }

    public string[]? Recurrence { get; init; }

    public string? RecurringEventId { get; init; }

    public Guid? SeriesId { get; init; }

    public DateTimeOffset? OriginalStartAt { get; init; }

    public DateOnly? OriginalStartDate { get; init; }

    public string Status { get; init; } = "confirmed";

    public string? Visibility { get; init; }

    public string? Transparency { get; init; }

    public string? Reminders { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public DateTimeOffset? LastSyncedAt { get; init; }

    public string? GoogleCalendarId { get; init; }

    public string? GoogleEventId { get; init; }

    public string? GoogleEtag { get; init; }

    public DateTimeOffset? GoogleUpdatedAt { get; init; }

    public string? GoogleEvent { get; init; }

    public string? GoogleAgreed { get; init; }

    public long Version { get; init; }

    public long SyncedVersion { get; init; }

    /// <summary>The series' event id, of an exception whose series is in Google.</summary>
    public string? SeriesGoogleEventId { get; init; }

    /// <summary>Of an exception without a link: the calendar of its series.</summary>
    public string? SeriesGoogleCalendarId { get; init; }

    /// <summary>Of an exception without a link: its series' etag.</summary>
    public string? SeriesGoogleEtag { get; init; }

    /// <summary>Of an exception without a link: its series as Google last gave it; null where that is deleted here.</summary>
    public string? SeriesGoogleEvent { get; init; }

    /// <summary>Of an exception: its series is deleted here, or is not here at all.</summary>
    public bool SeriesDeleted { get; init; }

    /// <summary>Of an exception without a link: another row is that occurrence in Google already.</summary>
    public bool SlotTaken { get; init; }

    /// <summary>The link and the base are not stored: they are those of the occurrence that the row is about (<see cref="Events.OccurrenceBase"/>).</summary>
    public bool IsOccurrence { get; init; }

    /// <summary>False where it is linked to another calendar; null where it is not linked.</summary>
    public bool? IsIn(string calendarId) => GoogleCalendarId is null ? null : string.Equals(GoogleCalendarId, calendarId, StringComparison.Ordinal);

    /// <summary>
    /// Etags are made of times: the event that a move brings can have the same one as what it leaves behind. So an etag says nothing in another calendar.
    /// </summary>
    public EventRow AsSeenIn(string calendarId) => IsIn(calendarId) is false && GoogleEtag is not null ? this with { GoogleEtag = EtagElsewhere } : this;

    /// <summary>It is a series, or was one when both sides last agreed.</summary>
    public bool IsSeries => Recurrence is { Length: > 0 } || GoogleEvent?.Contains("\"recurrence\"", StringComparison.Ordinal) is true;

    /// <summary>The application changed the row since it was last in step.</summary>
    public bool HasUnsyncedEdits => Version > SyncedVersion;
}
