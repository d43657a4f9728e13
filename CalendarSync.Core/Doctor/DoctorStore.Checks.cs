namespace CalendarSync.Core.Doctor;

/// <summary>The questions, in the order of the runbook's section 9. Details name ids and codes, never titles or calendar ids.</summary>
internal sealed partial class DoctorStore
{
    private const string Usable = """
        c.enabled AND c.status = 'connected'
        AND EXISTS (SELECT FROM google_calendar_grants g WHERE g.id = c.grant_id AND g.status = 'connected')
        """;

    public static IReadOnlyList<DoctorCheck> Checks { get; } =
    [
        new("constraint_missing", "Two rows may hold the same event of Google.", "Remove the duplicates, then: migrate", Mend.None, """
            SELECT 'events_google_calendar_event_unique' WHERE NOT EXISTS (
                SELECT FROM pg_constraint WHERE conrelid = 'public.events'::regclass AND conname = 'events_google_calendar_event_unique')
            """),
        new("duplicates", "Rows that hold the same event of Google.", "Keep one row of each, delete the others with calendar_sync.source = 'google', then: migrate", Mend.None, """
            SELECT 'events ' || string_agg(e.id::text, ', ' ORDER BY e.id) FROM events e
             WHERE e.google_calendar_id IS NOT NULL AND e.google_event_id IS NOT NULL
             GROUP BY e.google_calendar_id, e.google_event_id HAVING count(*) > 1
            """),
        new("row_without_calendar", "Rows of an earlier integration: they know an event in Google but not its calendar, and Google's event comes as a second row.",
            "--fix links those whose company has one calendar; of others set google_calendar_id, or delete the row", Mend.LinkRows, """
            SELECT 'event ' || e.id FROM events e WHERE e.google_event_id IS NOT NULL AND e.google_calendar_id IS NULL AND e.deleted_at IS NULL ORDER BY e.id
            """),
        new("triggers_off", "The application's writes are not seen: triggers of events are missing or switched off.",
            "migrate, or: ALTER TABLE events ENABLE TRIGGER ALL", Mend.None, """
            SELECT wanted FROM unnest(ARRAY['stamp_google_calendar_event', 'queue_google_calendar_sync', 'queue_google_calendar_truncate']) wanted
             WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = 'public.events'::regclass AND t.tgname = wanted AND t.tgenabled IN ('O', 'A'))
            """),
        new("change_not_queued", "Rows that the application changed and that no queue row will bring to Google.", "--fix queues them; an edit of the row does too", Mend.QueueChanges,
            $"SELECT 'event ' || e.id FROM events e WHERE {NotQueued} ORDER BY e.id"),
        new("change_failed", "Changes that were given up: refused, or answered too often with something that looks permanent.",
            "Mend the cause; then --retry EVENT (or all), an edit of the event, or --drop EVENT", Mend.RetryFailed, """
            SELECT format('event %s: %s, %s', q.event_id, q.action, q.error_message) FROM google_calendar_sync_queue q WHERE q.status = 'failed' ORDER BY q.id
            """),
        new("change_stuck", "Changes that a worker took and never finished.", "The processor takes them up again; --fix runs it", Mend.Sync, """
            SELECT format('event %s: leased until %s', q.event_id, q.lease_until) FROM google_calendar_sync_queue q
             WHERE q.status = 'processing' AND q.lease_until < @now - interval '5 minutes' ORDER BY q.id
            """),
        new("change_waits", "Changes that have waited for more than a quarter of an hour.",
            "Connect the account or calendar that is named, or see that the timer google-calendar-sync-processor runs; --fix runs it once", Mend.Sync, """
            SELECT format('%s changes since %s: %s', count(*), min(q.created_at), coalesce(r.waits_for, 'due, and nobody takes them'))
              FROM google_calendar_queue_reasons r JOIN google_calendar_sync_queue q ON q.id = r.id
             WHERE q.created_at < @now - interval '15 minutes' AND (r.waits_for LIKE 'a conflict of %') IS NOT TRUE
             GROUP BY r.waits_for ORDER BY min(q.created_at)
            """),
        new("calendar_not_read", "Calendars whose changes have not been asked for successfully for too long.",
            "See that the timer google-calendar-sync-incremental runs; --fix reads them now", Mend.Sync, """
            SELECT format('connection %s: last read %s%s', c.id, coalesce(c.last_pull_at::text, 'never'), coalesce(', ' || c.last_error, ''))
              FROM google_calendar_connections c
             WHERE c.enabled AND c.status = 'connected' AND c.sync_direction <> 'app_to_google' AND coalesce(c.last_pull_at, c.created_at) < @stale ORDER BY c.id
            """),
        new("calendar_failing", "Calendars whose last passes failed, three or more in a row.", "The answer of Google says why; --fix tries once more", Mend.Sync, """
            SELECT format('connection %s: %s passes, %s', c.id, c.failed_passes, c.last_error) FROM google_calendar_connections c
             WHERE c.enabled AND c.status = 'connected' AND c.failed_passes >= 3 ORDER BY c.id
            """),
        new("listed_but_unreadable", "Events of Google that could not be read, and wait for a readable state.", "Edit the event in Google", Mend.None, """
            SELECT format('connection %s: event %s, %s', s.connection_id, s.google_event_id, s.reason) FROM google_calendar_set_aside s ORDER BY s.seen_at
            """),
        new("channel_missing", "Calendars without a living push channel: their changes come by polling.", "--fix opens one; where Google refuses, see WEBHOOK_BASE_URL", Mend.OpenChannels,
            $"""
            SELECT format('connection %s: %s', c.id, coalesce(c.push_refused, 'none is open')) FROM google_calendar_connections c
             WHERE @webhooks AND {Usable} AND c.push_refused IS DISTINCT FROM 'stopped'
               AND NOT EXISTS (SELECT FROM google_calendar_webhooks w WHERE w.connection_id = c.id AND w.enabled AND w.expiration_timestamp > @nowMs) ORDER BY c.id
            """),
        new("channel_ends", "Channels that end within a day.", "See that the timer google-calendar-webhook-renewal runs; --fix renews them", Mend.OpenChannels, $"""
            SELECT format('connection %s: ends %s', c.id, to_timestamp(w.expiration_timestamp / 1000)) FROM google_calendar_connections c
              JOIN google_calendar_webhooks w ON w.connection_id = c.id AND w.enabled
             WHERE @webhooks AND {Usable} AND w.expiration_timestamp > @nowMs AND w.expiration_timestamp < @nowMs + 86400000 ORDER BY c.id
            """),
        new("account_to_reconnect", "Google accepts these accounts' consent no more; their calendars stand still, and what waits is kept.",
            "An owner or admin connects the account again", Mend.None, """
            SELECT format('account %s of company %s: %s', g.id, g.company_id, coalesce(g.last_error, 'unknown')) FROM google_calendar_grants g
             WHERE g.status = 'needs_reauth' ORDER BY g.id
            """),
        new("account_paused", "Google wants no calls of these accounts for now.", "rateLimitExceeded ends by itself; else mend it in the Cloud console", Mend.None, """
            SELECT format('account %s: until %s, %s', g.id, greatest(g.paused_until, g.writes_paused_until), coalesce(g.last_error, 'unknown'))
              FROM google_calendar_grants g WHERE g.status = 'connected' AND greatest(g.paused_until, g.writes_paused_until) > @now ORDER BY g.id
            """),
        new("conflict_open", "Conflicts that wait for a choice, and hold back their events.",
            "POST /api/v1/calendar/conflicts/{id}/resolution", Mend.None, """
            SELECT format('conflict %s of event %s', k.id, k.event_id) FROM google_calendar_conflicts k WHERE k.status = 'open' AND k.kind <> 'sweep' ORDER BY k.created_at
            """),
        new("sweep_held", "A full listing missed so many events that nothing was deleted.", "POST /api/v1/calendar/connections/{id}/sweep", Mend.None, """
            SELECT format('connection %s: %s of %s events', k.connection_id, k.google ->> 'missing', k.app ->> 'rows') FROM google_calendar_conflicts k
             WHERE k.status = 'open' AND k.kind = 'sweep' ORDER BY k.created_at
            """),
        new("timer_late", "Timers that did not run within their time, or whose last run failed.",
            "Azure: the schedule settings and Always On; CalendarSync.Local: not with --no-timers", Mend.None, """
            SELECT format('%s: %s', wanted.name, coalesce(format('last run %s, %s', latest.started_at, concat_ws(' ', latest.status, latest.message)), 'never ran'))
              FROM (VALUES ('google-calendar-sync-processor', interval '1 hour'), ('google-calendar-sync-incremental', interval '1 hour'),
                           ('google-calendar-queue-cleanup', interval '25 hours'), ('google-calendar-webhook-renewal', interval '25 hours'),
                           ('google-calendar-webhook-cleanup', interval '25 hours'), ('google-calendar-daily-sync', interval '25 hours')) wanted (name, within)
              LEFT JOIN LATERAL (SELECT r.started_at, r.status, r.message FROM google_calendar_timer_runs r
                                  WHERE r.function_name = wanted.name ORDER BY r.started_at DESC LIMIT 1) latest ON true
             WHERE EXISTS (SELECT FROM google_calendar_connections c WHERE c.enabled AND c.created_at < @now - wanted.within)
               AND (latest.started_at IS NULL OR latest.started_at < @now - wanted.within OR latest.status = 'failed')
            """),
        new("message_refused", "Messages that Telegram refused for good.", "Mend the chat's settings; later messages go out then", Mend.None, """
            SELECT format('%s messages: %s', count(*), n.error_message) FROM google_calendar_notifications n
             WHERE n.status = 'failed' AND n.created_at > @now - interval '7 days' GROUP BY n.error_message ORDER BY 1
            """),
    ];
}
