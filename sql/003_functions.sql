-- CalendarSync, functions and views that the engine and its operators share. Who may call them: 004.
BEGIN;
SET LOCAL client_min_messages = warning;

-- Where each waiting change goes: the one definition of routing. A linked event stays in its calendar unless its role was
-- changed; a new one goes to an enabled connection of its company with its role, first its own user's, else the oldest.
-- An exception follows its series, and what may have arrived in a calendar stays with it. A deletion of what was never sent is
-- anybody's to settle. connection_id is null where there is nowhere to go.
CREATE OR REPLACE VIEW public.google_calendar_queue_routes WITH (security_invoker = true) AS
SELECT q.id, q.company_id, q.event_id, q.status, q.action, q.next_attempt_at,
       coalesce(home.id, chosen.id) AS connection_id,
       e.role AS event_role,
       -- A series goes to Google before its exceptions, and so does each of its changes that can go at all: the slots are those that it has then.
       -- Where it is not there yet, or any more, or somebody has to choose about it, they wait. The same of what was deleted for good: the series may stay after all.
       e.id IS NULL AND q.google_event_id IS NOT NULL AND q.google_event_id LIKE '%\_%' AND EXISTS (
            SELECT FROM public.google_calendar_sync_queue s
             WHERE s.action = 'delete' AND s.google_calendar_id = q.google_calendar_id AND s.google_event_id = regexp_replace(q.google_event_id, '_[^_]*$', '')
               AND s.status IN ('pending', 'processing')
               AND NOT EXISTS (SELECT FROM public.google_calendar_conflicts k WHERE k.event_id = s.event_id AND k.status = 'open'))
       OR e.series_id IS NOT NULL
       AND (series.google_event_id IS NULL AND e.google_event_id IS NULL AND w.event_id IS NULL
            AND (series.id IS NOT NULL OR e.original_start_at IS NOT NULL OR e.original_start_date IS NOT NULL)
            OR EXISTS (SELECT FROM public.google_calendar_conflicts k WHERE k.event_id = e.series_id AND k.status = 'open')
            OR EXISTS (SELECT FROM public.google_calendar_sync_queue s WHERE s.event_id = e.series_id AND s.status IN ('pending', 'processing'))) AS waits_for_series
  FROM public.google_calendar_sync_queue q
  LEFT JOIN public.events e ON e.id = q.event_id
  LEFT JOIN public.events series ON series.id = e.series_id
  LEFT JOIN public.google_calendar_writes w ON w.event_id = q.event_id
  LEFT JOIN LATERAL (
        SELECT c.id
          FROM public.google_calendar_connections c
         WHERE c.company_id = q.company_id
           AND c.calendar_id = coalesce(w.google_calendar_id, e.google_calendar_id, q.google_calendar_id, series.google_calendar_id)
           AND (e.id IS NULL OR e.deleted_at IS NOT NULL OR e.series_id IS NOT NULL OR e.role IS NULL OR e.role IS NOT DISTINCT FROM c.role
                OR w.event_id IS NOT NULL) -- a write without an answer is settled where it was sent
       ) home ON true
  LEFT JOIN LATERAL (
        SELECT c.id
          FROM public.google_calendar_connections c
         WHERE home.id IS NULL
           AND (e.deleted_at IS NULL AND e.id IS NOT NULL
                OR coalesce(e.google_calendar_id, q.google_calendar_id, w.google_calendar_id) IS NULL)
           AND c.company_id = q.company_id AND c.enabled AND (e.role IS NULL OR c.role = e.role)
         ORDER BY (c.user_id = e.user_id) DESC NULLS LAST, c.created_at, c.id
         LIMIT 1
       ) chosen ON true
 WHERE q.status = 'pending';
COMMENT ON VIEW public.google_calendar_queue_routes IS 'CalendarSync: where each waiting change goes.';

-- What each waiting change waits for at a time. Null: nothing; the next run of the processor takes it.
CREATE OR REPLACE FUNCTION public.google_calendar_queue_reasons_at(at timestamptz)
RETURNS TABLE (id bigint, company_id uuid, event_id uuid, connection_id uuid, waits_for text)
LANGUAGE sql STABLE
AS $$
SELECT r.id, r.company_id, r.event_id, r.connection_id,
       CASE
         WHEN r.connection_id IS NULL AND r.event_role IS NOT NULL THEN 'no enabled calendar connection has this role'
         WHEN r.connection_id IS NULL THEN 'the company has no enabled calendar connection'
         WHEN c.status = 'needs_reauth' OR g.status = 'needs_reauth' THEN 'the Google account has to be connected again'
         WHEN c.status <> 'connected' OR NOT c.enabled OR g.status IS DISTINCT FROM 'connected' THEN 'the calendar is disconnected or switched off'
         WHEN c.sync_direction = 'google_to_app' THEN 'this calendar only goes from Google to the application'
         WHEN g.paused_until > at THEN 'calls for this account are paused'
         WHEN g.writes_paused_until > at THEN 'Google refuses writes for this account for now'
         WHEN k.id IS NOT NULL THEN 'a conflict of this event has to be decided'
         WHEN r.waits_for_series AND EXISTS (
              SELECT FROM public.events e JOIN public.google_calendar_conflicts o ON o.event_id = e.series_id AND o.status = 'open' WHERE e.id = r.event_id)
              THEN 'a conflict of its series has to be decided'
         WHEN r.waits_for_series THEN 'its series is not in Google yet'
         WHEN r.next_attempt_at > at THEN 'the time of the next attempt'
       END AS waits_for
  FROM public.google_calendar_queue_routes r
  LEFT JOIN public.google_calendar_connections c ON c.id = r.connection_id
  LEFT JOIN public.google_calendar_grants g ON g.id = c.grant_id
  LEFT JOIN public.google_calendar_conflicts k ON k.event_id = r.event_id AND k.status = 'open'
$$;

CREATE OR REPLACE VIEW public.google_calendar_queue_reasons WITH (security_invoker = true) AS
SELECT r.id, r.company_id, r.event_id, r.connection_id, r.waits_for
  FROM public.google_calendar_queue_reasons_at(public.calendar_sync_now()) r;
COMMENT ON VIEW public.google_calendar_queue_reasons IS 'CalendarSync: what each waiting change waits for now.';

-- How the sync is, in one row: what the function `health` tells, for SQL.
CREATE OR REPLACE VIEW public.google_calendar_health WITH (security_invoker = true) AS
SELECT latest.finished_at AS last_run_at, latest.created AS events_created, latest.updated AS events_updated, latest.errors AS errors_count,
       (SELECT count(*) FROM public.google_calendar_connections c WHERE c.enabled AND c.status <> 'disabled') AS connections,
       (SELECT min(coalesce(c.last_pull_at, c.created_at)) FROM public.google_calendar_connections c
         WHERE c.enabled AND c.status <> 'disabled' AND c.sync_direction <> 'app_to_google') AS oldest_pull_at,
       (SELECT count(*) FROM public.google_calendar_sync_queue q WHERE q.status IN ('pending', 'processing')) AS pending_items,
       (SELECT min(q.created_at) FROM public.google_calendar_sync_queue q WHERE q.status IN ('pending', 'processing')) AS oldest_pending_item,
       (SELECT count(*) FROM public.google_calendar_sync_queue q WHERE q.status = 'failed') AS failed_items,
       (SELECT count(*) FROM public.google_calendar_webhooks w
         WHERE w.enabled AND w.expiration_timestamp > extract(epoch FROM public.calendar_sync_now()) * 1000) AS channels_alive,
       (SELECT count(*) FROM public.google_calendar_grants g WHERE g.status = 'needs_reauth') AS accounts_needing_reauth,
       (SELECT count(*) FROM public.google_calendar_conflicts k WHERE k.status = 'open' AND k.kind = 'sweep') AS sweeps_held,
       (SELECT count(*) FROM public.google_calendar_conflicts k WHERE k.status = 'open' AND k.kind <> 'sweep') AS open_conflicts
  FROM (SELECT 1) one
  LEFT JOIN LATERAL (SELECT r.finished_at, r.created, r.updated, r.errors FROM public.google_calendar_sync_runs r ORDER BY r.finished_at DESC LIMIT 1) latest ON true;
COMMENT ON VIEW public.google_calendar_health IS 'CalendarSync: how the sync is.';

-- Queue clean-up of the runbook: completed rows only. Returns how many were removed.
CREATE OR REPLACE FUNCTION public.cleanup_google_calendar_sync_queue(keep interval DEFAULT '7 days') RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    removed integer;
BEGIN
    DELETE FROM public.google_calendar_sync_queue
     WHERE status = 'completed' AND completed_at < public.calendar_sync_now() - keep;
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;

-- Channels that ended. Returns how many were removed.
CREATE OR REPLACE FUNCTION public.cleanup_expired_google_webhooks() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    removed integer;
BEGIN
    DELETE FROM public.google_calendar_webhooks
     WHERE expiration_timestamp < extract(epoch FROM public.calendar_sync_now())::bigint * 1000;
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;

-- The sealed access token of a connection's account while it is valid, else null. Only CalendarSync's key opens it.
CREATE OR REPLACE FUNCTION public.get_valid_google_calendar_token(p_connection_id uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $$
    SELECT g.access_token
      FROM public.google_calendar_connections c
      JOIN public.google_calendar_grants g ON g.id = c.grant_id
     WHERE c.id = p_connection_id AND g.status = 'connected' AND g.access_expires_at > public.calendar_sync_now()
$$;

-- The companies of the end user that asks; with p_roles, those where the user has one of these roles. Policies read
-- company_users through this function, so that end users need no right to that table.
CREATE OR REPLACE FUNCTION public.calendar_sync_my_companies(p_roles text[] DEFAULT NULL) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN QUERY
        SELECT u.company_id FROM public.company_users u
         WHERE u.user_id = auth.uid() AND (p_roles IS NULL OR u.role::text = ANY (p_roles));
END $$;

-- The story of one event: first how it stands, then what is known of its way, at last what was decided. Runs with the rights of whoever
-- asks: the service reads everything, an end user what row level security shows of the event and its queue.
CREATE OR REPLACE FUNCTION public.why_not_synced(p_event_id uuid) RETURNS TABLE (step integer, at timestamptz, explanation text)
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    e        public.events;
    q        record;
    c        record;
    k        record;
    j        record;
    reason   text;
    is_all   boolean := has_table_privilege('public.google_calendar_sync_journal', 'SELECT')
                    AND has_table_privilege('public.google_calendar_connections', 'SELECT');
    verdicts integer;
BEGIN
    step := 0;
    SELECT * INTO e FROM public.events ev WHERE ev.id = p_event_id;
    IF e.id IS NULL AND NOT EXISTS (SELECT FROM public.google_calendar_sync_queue w WHERE w.event_id = p_event_id) THEN
        step := 1;
        explanation := 'There is no event with this id, and no change of one waits.';
        RETURN NEXT;
    ELSE
        -- 1. The queue says why something is not in Google.
        FOR q IN SELECT w.* FROM public.google_calendar_sync_queue w
                  WHERE w.event_id = p_event_id AND w.status <> 'completed' ORDER BY w.id LOOP
            step := step + 1;
            at := q.created_at;
            reason := NULL;
            IF q.status = 'pending' AND is_all THEN
                SELECT r.waits_for INTO reason FROM public.google_calendar_queue_reasons r WHERE r.id = q.id;
            ELSIF q.status = 'pending' AND q.error_message LIKE 'waiting: %' THEN
                reason := substr(q.error_message, 10);
            END IF;
            explanation := CASE q.status
                WHEN 'failed' THEN CASE q.error_message
                    WHEN 'refused: slotTaken' THEN 'Another row stands for the same occurrence of the series. ' WHEN 'refused: idTakenInThatCalendar' THEN
                        'The event was in the calendar of its role before and was cleared away there: Google does not take it back, so it stays where it is. ' ELSE '' END || format('Its %s was given up after %s attempts: %s. Mend the cause, then edit the event, or set the queue row %s to pending.',
                                          q.action, q.attempt_count + q.retry_count, coalesce(q.error_message, 'unknown'), q.id)
                WHEN 'processing' THEN format('Its %s is being sent; the worker''s lease ends at %s.', q.action, q.lease_until)
                ELSE CASE
                    WHEN reason IS NULL THEN format('Its %s waits for nothing but the next run of google-calendar-sync-processor.', q.action)
                    WHEN reason = 'the time of the next attempt' THEN
                        format('Its %s is tried again at %s, after %s failed attempts: %s.', q.action, q.next_attempt_at, q.attempt_count, coalesce(q.error_message, 'unknown'))
                    ELSE format('Its %s waits: %s.', q.action, reason) END
                END;
            RETURN NEXT;
        END LOOP;
        verdicts := step;

        -- 2. The row itself.
        IF e.id IS NOT NULL THEN
            step := step + 1;
            at := e.updated_at;
            explanation := CASE
                WHEN e.company_id IS NULL THEN 'The row has no company, so there is no calendar for it: set company_id.'
                WHEN verdicts > 0 THEN format('The row was last changed by %s.', CASE e.last_update_source WHEN 'google' THEN 'Google' ELSE 'the application' END)
                WHEN e.version > e.synced_version AND e.google_event_id IS NULL AND e.deleted_at IS NOT NULL THEN 'The row was deleted before Google ever had it.'
                WHEN e.version > e.synced_version THEN
                    'The row has a change that is not queued: it was written while the triggers of CalendarSync were missing or switched off. Any edit of it queues it again.'
                WHEN e.google_event_id IS NULL THEN
                    'The row is not in Google and nothing is queued: it was written as if it came from Google, or before CalendarSync. Any edit of it queues it.'
                WHEN e.google_event IS NULL THEN 'The row knows an event in Google that was never read: the next full listing does.'
                WHEN e.deleted_at IS NOT NULL THEN 'The event is deleted on both sides.'
                ELSE 'Both sides are in step.' END;
            RETURN NEXT;
            IF e.role IS NOT NULL AND EXISTS (SELECT FROM public.events s WHERE s.id = e.series_id AND s.role IS DISTINCT FROM e.role) THEN
                step := step + 1;
                explanation := 'It is an occurrence of a series with another role: it stays in the calendar of its series, since Google moves a series as a whole.';
                RETURN NEXT;
            END IF;
            IF e.google_event_id IS NOT NULL THEN
                step := step + 1;
                at := e.last_synced_at;
                explanation := format('In Google it is event %s, last in step then.', e.google_event_id);
                RETURN NEXT;
            END IF;
        END IF;

        IF is_all THEN
            -- 3. Its calendar.
            FOR c IN SELECT n.id, n.role, n.enabled, n.status, n.sync_direction, n.access_role, n.last_pull_at, n.failed_passes, n.last_error, g.status AS account,
                            (SELECT max(w.expiration_timestamp) FROM public.google_calendar_webhooks w WHERE w.connection_id = n.id AND w.enabled) AS channel_ends
                       FROM public.google_calendar_connections n
                       LEFT JOIN public.google_calendar_grants g ON g.id = n.grant_id
                      WHERE n.calendar_id = e.google_calendar_id
                         OR n.id = (SELECT r.connection_id FROM public.google_calendar_queue_routes r WHERE r.event_id = p_event_id LIMIT 1) LOOP
                step := step + 1;
                at := c.last_pull_at;
                explanation := format('Its calendar is connection %s%s: %s, %s, account %s, last read then%s%s%s.', c.id,
                    coalesce(' (' || c.role || ')', ''), CASE WHEN c.enabled THEN c.status ELSE 'switched off' END, c.sync_direction, coalesce(c.account, 'gone'),
                    CASE WHEN c.failed_passes > 0 THEN format(', %s passes failed since: %s', c.failed_passes, c.last_error) ELSE '' END,
                    CASE WHEN c.access_role IN ('reader', 'freeBusyReader') THEN ', the account may only read it' ELSE '' END,
                    CASE WHEN c.channel_ends > extract(epoch FROM public.calendar_sync_now()) * 1000 THEN ', Google tells of changes' ELSE ', changes are polled' END);
                RETURN NEXT;
            END LOOP;

            -- 4. Questions and answers.
            FOR k IN SELECT x.* FROM public.google_calendar_conflicts x WHERE x.event_id = p_event_id ORDER BY x.created_at LOOP
                step := step + 1;
                at := k.created_at;
                explanation := CASE k.status
                    WHEN 'open' THEN format('Both sides changed it (%s), and conflict %s waits for a choice: nothing is written before.', array_to_string(k.fields, ', '), k.id)
                    WHEN 'recorded' THEN format('Both sides changed it (%s); %s prevailed, and conflict %s keeps the other.', array_to_string(k.fields, ', '), k.winner, k.id)
                    ELSE format('Both sides had changed it (%s); %s was chosen on %s.', array_to_string(k.fields, ', '), k.choice, k.resolved_at) END;
                RETURN NEXT;
            END LOOP;
            FOR k IN SELECT s.reason, s.seen_at FROM public.google_calendar_set_aside s
                       JOIN public.google_calendar_connections n ON n.id = s.connection_id
                      WHERE n.calendar_id = e.google_calendar_id AND s.google_event_id = e.google_event_id LOOP
                step := step + 1;
                at := k.seen_at;
                explanation := format('What Google says of it cannot be read (%s) and is set aside until it can.', k.reason);
                RETURN NEXT;
            END LOOP;

            -- 5. The journal.
            FOR j IN SELECT * FROM (SELECT x.id, x.at, x.direction, x.decision, x.reason FROM public.google_calendar_sync_journal x
                                     WHERE x.event_id = p_event_id ORDER BY x.id DESC LIMIT 20) latest ORDER BY latest.id LOOP
                step := step + 1;
                at := j.at;
                explanation := format('%s: %s (%s).', CASE j.direction WHEN 'app_to_google' THEN 'Application to Google' ELSE 'Google to application' END, j.decision, j.reason);
                RETURN NEXT;
            END LOOP;
        END IF;
    END IF;
END $$;

COMMIT;
