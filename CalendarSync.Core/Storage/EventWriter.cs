using Npgsql;
using NpgsqlTypes;

namespace CalendarSync.Core.Storage;

/// <summary>
/// Writes events of a page, or of a single answer, in two statements however many they are: one INSERT of the new rows, one
/// UPDATE of the others. Runs inside the caller's transaction, on rows that the caller has locked.
/// </summary>
internal static class EventWriter
{
    private const string Rows = """
        unnest(@ids, @changes, @presence, @titles, @descriptions, @locations, @startAts, @endAts, @startDates, @endDates, @zones, @colors,
               @recurrences, @statuses, @visibilities, @transparencies, @reminders, @calendars, @googleIds, @etags, @updatedAts, @googleEvents,
               @tombstones, @agreeds, @syncedVersions, @recurringIds, @seriesIds, @originalStartAts, @originalStartDates, @companies, @users, @roles, @fromCalendars)
        AS u (id, changes, presence, title, description, location, start_at, end_at, start_date, end_date, time_zone, color,
              recurrence, status, visibility, transparency, reminders, google_calendar_id, google_event_id, google_etag, google_updated_at,
              google_event, tombstone, google_agreed, synced_version, recurring_event_id, series_id, original_start_at, original_start_date,
              company_id, user_id, role, from_calendar_id)
        """;

    // COPY would be faster by a little, but PostgreSQL refuses it on a table with row level security.
    private const string InsertNew = $"""
        INSERT INTO events (id, company_id, user_id, role, title, description, location, start_at, end_at, start_date, end_date, all_day, time_zone, color,
            recurrence, status, visibility, transparency, reminders, deleted_at, created_at, updated_at, last_update_source, last_synced_at,
            google_calendar_id, google_event_id, google_etag, google_updated_at, google_event, google_agreed, version, synced_version,
            recurring_event_id, series_id, original_start_at, original_start_date)
        SELECT u.id, u.company_id, u.user_id, u.role, u.title, u.description, u.location, u.start_at, u.end_at, u.start_date, u.end_date,
               u.start_date IS NOT NULL, u.time_zone, u.color, string_to_array(u.recurrence, E'\n'),
               CASE WHEN u.presence = 2 THEN 'cancelled' ELSE u.status END, u.visibility, u.transparency, u.reminders,
               CASE WHEN u.presence = 2 THEN @now END, @now, @now, 'google', @now,
               u.google_calendar_id, u.google_event_id, u.google_etag, u.google_updated_at, u.google_event, u.google_agreed, 1, least(u.synced_version, 1),
               u.recurring_event_id, u.series_id, u.original_start_at, u.original_start_date
          FROM {Rows}
        """;

    /// <summary>A row that the application has made an occurrence of something else meanwhile, or of nothing, is not linked to what it was.</summary>
    private const string StillThatOccurrence = """
        e.google_event_id IS NOT NULL OR u.google_event_id !~ '_[0-9]{8}(T[0-9]{6}Z)?$'
        OR EXISTS (SELECT FROM events s WHERE s.id = e.series_id AND u.google_event_id = s.google_event_id || '_'
                   || coalesce(to_char(e.original_start_at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"'), to_char(e.original_start_date, 'YYYYMMDD')))
        """;

    private const string UpdateExisting = $"""
        UPDATE events e
           SET title = CASE WHEN u.changes & 1 <> 0 THEN u.title ELSE e.title END,
               description = CASE WHEN u.changes & 2 <> 0 THEN u.description ELSE e.description END,
               location = CASE WHEN u.changes & 4 <> 0 THEN u.location ELSE e.location END,
               start_at = CASE WHEN u.changes & 8 <> 0 THEN u.start_at ELSE e.start_at END,
               end_at = CASE WHEN u.changes & 8 <> 0 THEN u.end_at ELSE e.end_at END,
               start_date = CASE WHEN u.changes & 8 <> 0 THEN u.start_date ELSE e.start_date END,
               end_date = CASE WHEN u.changes & 8 <> 0 THEN u.end_date ELSE e.end_date END,
               all_day = CASE WHEN u.changes & 8 <> 0 THEN u.start_date IS NOT NULL ELSE e.all_day END,
               time_zone = CASE WHEN u.changes & 8 <> 0 THEN u.time_zone ELSE e.time_zone END,
               color = CASE WHEN u.changes & 16 <> 0 THEN u.color ELSE e.color END,
               recurrence = CASE WHEN u.changes & 32 <> 0 THEN string_to_array(u.recurrence, E'\n') ELSE e.recurrence END,
               status = CASE WHEN u.presence = 2 THEN 'cancelled' WHEN u.presence = 1 OR u.changes & 64 <> 0 THEN u.status ELSE e.status END,
               visibility = CASE WHEN u.changes & 128 <> 0 THEN u.visibility ELSE e.visibility END,
               transparency = CASE WHEN u.changes & 256 <> 0 THEN u.transparency ELSE e.transparency END,
               reminders = CASE WHEN u.changes & 512 <> 0 THEN u.reminders ELSE e.reminders END,
               deleted_at = CASE u.presence WHEN 1 THEN NULL WHEN 2 THEN coalesce(e.deleted_at, @now) ELSE e.deleted_at END,
               -- An edit that is still to be sent keeps its own time: last write wins asks for it.
               updated_at = CASE WHEN (u.changes <> 0 OR u.presence <> 0) AND least(u.synced_version, e.version) = e.version THEN @now ELSE e.updated_at END,
               last_update_source = CASE WHEN u.changes <> 0 OR u.presence <> 0 THEN 'google' ELSE e.last_update_source END,
               -- Where nothing of Google's was seen, an edit that changed nothing for instance, what is known of it is as old as it was.
               last_synced_at = CASE WHEN u.google_event IS NULL AND NOT u.tombstone THEN e.last_synced_at ELSE @now END,
               -- Brought back to life by Google: it is what it is there. Moved by a person: the role goes with the calendar, unless the application has given it another one meanwhile.
               role = CASE WHEN u.presence = 1 AND e.deleted_at IS NOT NULL THEN u.role
                           WHEN e.google_calendar_id <> u.google_calendar_id
                            AND (e.role IS NULL OR e.role = (SELECT c.role FROM google_calendar_connections c WHERE c.calendar_id = e.google_calendar_id AND c.company_id = e.company_id))
                           THEN u.role ELSE e.role END,
               google_calendar_id = u.google_calendar_id,
               google_event_id = u.google_event_id,
               google_etag = u.google_etag,
               google_updated_at = coalesce(u.google_updated_at, e.google_updated_at),
               google_event = CASE WHEN u.google_event IS NOT NULL THEN u.google_event
                                   WHEN u.tombstone THEN e.google_event || jsonb_build_object('status', 'cancelled')
                                   ELSE e.google_event END,
               google_agreed = u.google_agreed,
               synced_version = greatest(e.synced_version, least(u.synced_version, e.version)),
               recurring_event_id = coalesce(u.recurring_event_id, e.recurring_event_id),
               series_id = coalesce(u.series_id, e.series_id),
               original_start_at = coalesce(u.original_start_at, e.original_start_at),
               original_start_date = coalesce(u.original_start_date, e.original_start_date)
          FROM {Rows}
         WHERE e.id = u.id
           AND (e.google_updated_at IS NULL OR u.google_updated_at IS NULL OR e.google_updated_at <= u.google_updated_at
                OR e.google_event_id IS DISTINCT FROM u.google_event_id OR e.google_calendar_id IS DISTINCT FROM u.google_calendar_id)
           AND (u.from_calendar_id IS NULL OR coalesce(e.google_calendar_id, u.from_calendar_id) IN (u.from_calendar_id, u.google_calendar_id))
           AND ({StillThatOccurrence})
        """;

    /// <returns>How many rows were written: fewer than asked where a row is gone, knows a later state of Google's, or is in another calendar by now.</returns>
    public static async Task<int> WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<EventChange> changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var written = 0;
        var added = changes.Where(c => c.IsNew).ToList();
        if (added.Count > 0)
        {
            written += await Columns(added).ExecuteAsync(connection, InsertNew, now, cancellationToken);
        }

        if (added.Count < changes.Count)
        {
            written += await Columns([.. changes.Where(c => !c.IsNew)]).ExecuteAsync(connection, UpdateExisting, now, cancellationToken);
        }

        return written;
    }

    private static ColumnArrays<EventChange> Columns(List<EventChange> changes)
    {
        var columns = new ColumnArrays<EventChange>(changes);
        columns.Add("ids", NpgsqlDbType.Uuid, c => c.Id);
        columns.Add("changes", NpgsqlDbType.Integer, c => (int)c.Changes);
        columns.Add("presence", NpgsqlDbType.Integer, c => (int)c.Presence);
        columns.Add("titles", NpgsqlDbType.Text, c => c.Fields.Title);
        columns.Add("descriptions", NpgsqlDbType.Text, c => c.Fields.Description);
        columns.Add("locations", NpgsqlDbType.Text, c => c.Fields.Location);
        columns.Add("startAts", NpgsqlDbType.TimestampTz, c => c.Fields.Times?.StartAt);
        columns.Add("endAts", NpgsqlDbType.TimestampTz, c => c.Fields.Times?.EndAt);
        columns.Add("startDates", NpgsqlDbType.Date, c => c.Fields.Times?.StartDate);
        columns.Add("endDates", NpgsqlDbType.Date, c => c.Fields.Times?.EndDate);
        columns.Add("zones", NpgsqlDbType.Text, c => c.Fields.Times?.TimeZone);
        columns.Add("colors", NpgsqlDbType.Text, c => c.Fields.Color);
        columns.Add("recurrences", NpgsqlDbType.Text, c => c.Fields.Recurrence is { } lines ? string.Join('\n', lines.Lines) : null);
        columns.Add("statuses", NpgsqlDbType.Text, c => EventFieldsDocument.StatusOf(c.Fields));
        columns.Add("visibilities", NpgsqlDbType.Text, c => c.Fields.Visibility);
        columns.Add("transparencies", NpgsqlDbType.Text, c => c.Fields.Transparency);
        columns.Add("reminders", NpgsqlDbType.Jsonb, c => RemindersDocument.Write(c.Fields.Reminders));
        columns.Add("calendars", NpgsqlDbType.Text, c => c.CalendarId);
        columns.Add("googleIds", NpgsqlDbType.Text, c => c.GoogleEventId);
        columns.Add("etags", NpgsqlDbType.Text, c => c.Etag);
        columns.Add("updatedAts", NpgsqlDbType.TimestampTz, c => c.GoogleUpdatedAt);
        columns.Add("googleEvents", NpgsqlDbType.Jsonb, c => c.GoogleEvent is { } json ? System.Text.Encoding.UTF8.GetString(json.Span) : null);
        columns.Add("tombstones", NpgsqlDbType.Boolean, c => c.Tombstone);
        columns.Add("agreeds", NpgsqlDbType.Jsonb, c => c.Agreed is null ? null : EventFieldsDocument.Write(c.Agreed));
        columns.Add("syncedVersions", NpgsqlDbType.Bigint, c => c.SyncedVersion ?? 0);
        columns.Add("recurringIds", NpgsqlDbType.Text, c => c.RecurringEventId);
        columns.Add("seriesIds", NpgsqlDbType.Uuid, c => c.SeriesId);
        columns.Add("originalStartAts", NpgsqlDbType.TimestampTz, c => c.OriginalStartAt);
        columns.Add("originalStartDates", NpgsqlDbType.Date, c => c.OriginalStartDate);
        columns.Add("companies", NpgsqlDbType.Uuid, c => c.CompanyId);
        columns.Add("users", NpgsqlDbType.Uuid, c => c.UserId);
        columns.Add("roles", NpgsqlDbType.Text, c => c.Role);
        columns.Add("fromCalendars", NpgsqlDbType.Text, c => c.FromCalendarId);
        return columns;
    }
}
