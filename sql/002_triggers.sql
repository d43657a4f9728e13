-- CalendarSync, triggers: the application writes SQL, and that is all it does.
--
-- Who wrote a row is known from the transaction: the engine sets `calendar_sync.source` to 'google' for its own
-- transactions; everything else is the application. `calendar_sync.now` replaces the clock of the triggers in tests.
-- (End users that reach `events` directly can set neither: see 005.)
BEGIN;
SET LOCAL client_min_messages = warning;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint
                    WHERE conrelid = to_regclass('public.events') AND conname = 'events_google_calendar_event_unique') THEN
        RAISE EXCEPTION 'The events table is not ready: run 000_events.sql first, and mend what it reports.';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION public.calendar_sync_now() RETURNS timestamptz
LANGUAGE sql STABLE
RETURN coalesce(nullif(current_setting('calendar_sync.now', true), '')::timestamptz, now());

-- Stamps an application's write, and keeps what only the engine may say: an object mapper that saves whole rows must not
-- put back an old etag, an old base or a lost link.
CREATE OR REPLACE FUNCTION public.stamp_google_calendar_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    written_at timestamptz := public.calendar_sync_now();
BEGIN
    NEW.last_update_source := 'app';
    NEW.updated_at := written_at;
    NEW.status := coalesce(NEW.status, 'confirmed');
    NEW.all_day := coalesce(NEW.all_day, false);
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
        NEW.synced_version := 0;
        NEW.google_event := NULL;
        NEW.google_agreed := NULL;
        NEW.google_etag := NULL;
        NEW.google_updated_at := NULL;
        NEW.last_synced_at := NULL;
        IF NEW.deleted_at IS NULL AND NEW.status = 'cancelled' THEN
            NEW.deleted_at := written_at;
        ELSIF NEW.deleted_at IS NOT NULL THEN
            NEW.status := 'cancelled';
        END IF;
    ELSE
        NEW.version := OLD.version + 1;
        NEW.synced_version := OLD.synced_version;
        NEW.google_event := OLD.google_event;
        NEW.google_agreed := OLD.google_agreed;
        NEW.google_etag := OLD.google_etag;
        NEW.google_updated_at := OLD.google_updated_at;
        NEW.last_synced_at := OLD.last_synced_at;
        -- A missing link can be completed by hand (rows of an earlier integration); one that is there stays.
        NEW.google_calendar_id := coalesce(OLD.google_calendar_id, NEW.google_calendar_id);
        NEW.google_event_id := coalesce(OLD.google_event_id, NEW.google_event_id);
        -- An exception that is given another series or slot, or none, is another event from then on, and so is an event that becomes one:
        -- the row lets go of what it was, which 'queue_google_calendar_sync' then has deleted. (Naming the series of an occurrence that stood alone changes nothing.)
        IF OLD.google_event_id IS NOT NULL AND (OLD.series_id IS NOT NULL OR OLD.recurring_event_id IS NULL)
           AND (NEW.series_id, NEW.original_start_at, NEW.original_start_date) IS DISTINCT FROM (OLD.series_id, OLD.original_start_at, OLD.original_start_date) THEN
            NEW.google_calendar_id := NULL;
            NEW.google_event_id := NULL;
            NEW.google_event := NULL;
            NEW.google_agreed := NULL;
            NEW.google_etag := NULL;
            NEW.google_updated_at := NULL;
            NEW.recurring_event_id := NULL;
            NEW.synced_version := 0;
        END IF;
        -- Cancelling is deleting. Where both columns changed, deleted_at speaks.
        IF NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at AND NEW.status IS DISTINCT FROM OLD.status THEN
            NEW.deleted_at := CASE WHEN NEW.status = 'cancelled' THEN written_at END;
        ELSIF NEW.deleted_at IS NOT NULL THEN
            NEW.status := 'cancelled';
        ELSIF NEW.status = 'cancelled' THEN
            IF OLD.deleted_at IS NOT NULL THEN
                NEW.status := 'confirmed';
            ELSE
                -- A cancelled row from before CalendarSync, whose deletion was never dated.
                NEW.deleted_at := written_at;
            END IF;
        END IF;
    END IF;

    -- An end user's own SQL cannot name an event in Google, which may be somebody else's.
    IF (NEW.google_event_id IS NOT NULL OR NEW.google_calendar_id IS NOT NULL)
       AND (TG_OP = 'INSERT' OR (NEW.google_calendar_id, NEW.google_event_id) IS DISTINCT FROM (OLD.google_calendar_id, OLD.google_event_id))
       AND EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = 'authenticated' AND pg_has_role(r.oid, 'USAGE'))
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = 'calendar_sync_service' AND pg_has_role(r.oid, 'USAGE')) THEN
        NEW.google_calendar_id := CASE WHEN TG_OP = 'UPDATE' THEN OLD.google_calendar_id END;
        NEW.google_event_id := CASE WHEN TG_OP = 'UPDATE' THEN OLD.google_event_id END;
    END IF;
    RETURN NEW;
END $$;

-- Puts an application's change into the queue, in the application's own transaction. One row waits per event however
-- many edits come; a row that had failed is tried again with the new edit.
CREATE OR REPLACE FUNCTION public.queue_google_calendar_sync() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    e           public.events;
    kind        text;
    written_at  timestamptz := public.calendar_sync_now();
    calendar_id text;
    sent_id     text;
    past        public.google_calendar_sync_queue;
    heir        public.events;
    sent_version bigint;
    not_before  timestamptz;
    left_behind uuid;
    source      text := coalesce(current_setting('calendar_sync.source', true), '');
BEGIN
    IF TG_OP = 'INSERT' AND NEW.google_event_id IS NULL AND NEW.company_id IS NOT NULL THEN
        -- A row that was deleted for good and is made again is the same event as before, and so is another one for the same slot of a series: what both
        -- sides had agreed on about it still holds. Locked, so that a worker that takes the deletion up just now is seen.
        SELECT q.* INTO past
          FROM public.google_calendar_sync_queue q
         WHERE q.event_id = NEW.id AND q.company_id = NEW.company_id AND q.action = 'delete' AND q.google_event_id IS NOT NULL
         ORDER BY q.id DESC LIMIT 1 FOR UPDATE;
        IF NOT FOUND AND NEW.series_id IS NOT NULL THEN
            SELECT q.* INTO past
              FROM public.events s
              JOIN public.google_calendar_sync_queue q
                ON q.google_calendar_id = s.google_calendar_id
               AND q.google_event_id = s.google_event_id || '_' || coalesce(
                     to_char(NEW.original_start_at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"'), to_char(NEW.original_start_date, 'YYYYMMDD'))
             WHERE s.id = NEW.series_id AND q.company_id = NEW.company_id AND q.action = 'delete'
             ORDER BY q.id DESC LIMIT 1 FOR UPDATE OF q;
        END IF;
        IF FOUND THEN
            SELECT coalesce(max(w.version), 0) INTO sent_version FROM public.google_calendar_writes w WHERE w.event_id = past.event_id;
            PERFORM set_config('calendar_sync.source', 'google', true);
            UPDATE public.events n
               SET google_calendar_id = past.google_calendar_id, google_event_id = past.google_event_id, google_etag = past.google_etag,
                   google_event = CASE WHEN past.status <> 'completed' THEN past.google_event
                                       -- An exception starts from its series, as always.
                                       ELSE coalesce((SELECT s.google_event - '{recurrence,start,end}'::text[] FROM public.events s WHERE s.id = NEW.series_id), '{}')
                                            || jsonb_build_object('id', past.google_event_id, 'status', 'cancelled') END,
                   google_agreed = CASE WHEN past.status <> 'completed' THEN past.google_agreed END,
                   -- Later than what may still be on its way.
                   version = n.version + sent_version
             WHERE n.id = NEW.id
               AND NOT EXISTS (SELECT FROM public.events o WHERE o.google_calendar_id = past.google_calendar_id AND o.google_event_id = past.google_event_id)
            RETURNING * INTO heir;
            PERFORM set_config('calendar_sync.source', source, true);
        END IF;
        IF heir.id IS NOT NULL THEN
            NEW := heir;
            UPDATE public.google_calendar_writes w SET event_id = NEW.id WHERE w.event_id = past.event_id AND past.event_id <> NEW.id;
            IF past.status = 'processing' THEN
                -- The deletion may arrive, or not: what Google shows will tell.
                not_before := CASE WHEN past.event_id <> NEW.id THEN greatest(written_at, past.lease_until) END;
                INSERT INTO public.google_calendar_writes AS w (event_id, google_calendar_id, google_event_id, body, version, created_at)
                VALUES (NEW.id, past.google_calendar_id, past.google_event_id, jsonb_build_object('id', past.google_event_id, 'status', 'cancelled'), sent_version, written_at)
                ON CONFLICT (event_id) DO UPDATE SET body = EXCLUDED.body;
            ELSIF past.status <> 'completed' AND past.event_id <> NEW.id THEN
                UPDATE public.google_calendar_sync_queue q
                   SET status = 'completed', completed_at = written_at, error_message = 'superseded by a newer change', google_event = NULL, google_agreed = NULL
                 WHERE q.id = past.id;
            END IF;
        END IF;
    END IF;

    IF TG_OP = 'UPDATE' AND OLD.google_event_id IS NOT NULL AND NEW.google_event_id IS NULL AND OLD.company_id IS NOT NULL
       AND (OLD.deleted_at IS NULL OR OLD.version > OLD.synced_version) THEN
        -- What the row was is deleted like the event of a row that is gone, a write that is still in doubt with it.
        left_behind := md5(OLD.google_calendar_id || ' ' || OLD.google_event_id)::uuid;
        UPDATE public.google_calendar_writes SET event_id = left_behind WHERE event_id = OLD.id;
        INSERT INTO public.google_calendar_sync_queue
            (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at, google_calendar_id, google_event_id, google_etag, google_event,
             google_agreed)
        VALUES
            (OLD.company_id, left_behind, OLD.user_id, 'delete', written_at, written_at, written_at,
             OLD.google_calendar_id, OLD.google_event_id, OLD.google_etag, OLD.google_event, OLD.google_agreed)
        ON CONFLICT DO NOTHING;
    END IF;

    IF TG_OP = 'DELETE' THEN
        e := OLD;
        IF e.deleted_at IS NOT NULL AND e.synced_version >= e.version
           AND NOT EXISTS (SELECT FROM public.google_calendar_writes i WHERE i.event_id = e.id)
           AND NOT (e.google_event_id IS NOT NULL AND EXISTS (SELECT FROM public.events s WHERE s.id = e.series_id AND s.deleted_at IS NULL)) THEN
            -- Cleared away after Google had heard of the deletion. Only a hole goes on meaning something, as long as its series lives: it comes back.
            RETURN NULL;
        END IF;
        kind := 'delete';
        calendar_id := e.google_calendar_id;
        sent_id := e.google_event_id;
        IF sent_id IS NULL THEN
            -- An insert may be on its way: its id is what has to be deleted.
            SELECT i.google_calendar_id, i.google_event_id INTO calendar_id, sent_id
              FROM public.google_calendar_writes i WHERE i.event_id = e.id;
        END IF;
    ELSE
        e := NEW;
        IF TG_OP = 'UPDATE' THEN
            e.company_id := coalesce(NEW.company_id, OLD.company_id);
        END IF;
        calendar_id := e.google_calendar_id;
        sent_id := e.google_event_id;
        kind := CASE WHEN e.deleted_at IS NOT NULL THEN 'delete' WHEN e.google_event_id IS NULL THEN 'create' ELSE 'update' END;
    END IF;

    -- Without a company there is nowhere to go, now or by waiting; the update that names one brings the event here.
    IF e.company_id IS NULL THEN
        RETURN NULL;
    END IF;

    INSERT INTO public.google_calendar_sync_queue AS q
        (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at, google_calendar_id, google_event_id, google_etag, google_event, google_agreed)
    VALUES
        (e.company_id, e.id, e.user_id, kind, written_at, written_at, coalesce(not_before, written_at), calendar_id, sent_id, e.google_etag,
         CASE WHEN TG_OP = 'DELETE' THEN e.google_event END, CASE WHEN TG_OP = 'DELETE' THEN e.google_agreed END)
    ON CONFLICT (event_id) WHERE status IN ('pending', 'failed') DO UPDATE
        SET status = 'pending',
            company_id = EXCLUDED.company_id,
            user_id = EXCLUDED.user_id,
            action = EXCLUDED.action,
            changed_at = EXCLUDED.changed_at,
            next_attempt_at = EXCLUDED.next_attempt_at,
            retry_count = 0,
            attempt_count = 0,
            error_message = NULL,
            google_calendar_id = EXCLUDED.google_calendar_id,
            google_event_id = EXCLUDED.google_event_id,
            google_etag = EXCLUDED.google_etag,
            google_event = EXCLUDED.google_event,
            google_agreed = EXCLUDED.google_agreed;
    RETURN NULL;
END $$;

-- TRUNCATE fires no row triggers. What Google has, or may be about to have, is deleted there like after a DELETE.
CREATE OR REPLACE FUNCTION public.queue_google_calendar_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    written_at timestamptz := public.calendar_sync_now();
BEGIN
    INSERT INTO public.google_calendar_sync_queue AS q
        (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at, google_calendar_id, google_event_id, google_etag, google_event,
         google_agreed)
    SELECT e.company_id, e.id, e.user_id, 'delete', written_at, written_at, written_at,
           CASE WHEN e.google_event_id IS NULL THEN i.google_calendar_id ELSE e.google_calendar_id END,
           coalesce(e.google_event_id, i.google_event_id), e.google_etag, e.google_event, e.google_agreed
      FROM public.events e
      LEFT JOIN public.google_calendar_writes i ON i.event_id = e.id
     WHERE e.company_id IS NOT NULL
       AND NOT (e.deleted_at IS NOT NULL AND e.synced_version >= e.version AND i.event_id IS NULL)
       AND (e.google_event_id IS NOT NULL OR i.event_id IS NOT NULL
            OR EXISTS (SELECT FROM public.google_calendar_sync_queue w WHERE w.event_id = e.id AND w.status <> 'completed'))
    ON CONFLICT (event_id) WHERE status IN ('pending', 'failed') DO UPDATE
        SET status = 'pending',
            action = EXCLUDED.action,
            changed_at = EXCLUDED.changed_at,
            next_attempt_at = EXCLUDED.next_attempt_at,
            retry_count = 0,
            attempt_count = 0,
            error_message = NULL,
            google_calendar_id = EXCLUDED.google_calendar_id,
            google_event_id = EXCLUDED.google_event_id,
            google_etag = EXCLUDED.google_etag,
            google_event = EXCLUDED.google_event,
            google_agreed = EXCLUDED.google_agreed;
    RETURN NULL;
END $$;

-- Rows that were there before CalendarSync are new to Google: they wait in the queue like any other new event. Done once,
-- when the trigger is first installed. A row that an earlier integration has linked keeps its link.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = 'public.events'::regclass AND tgname = 'queue_google_calendar_sync') THEN
        -- Nobody writes between this look and the trigger below.
        LOCK TABLE public.events IN SHARE ROW EXCLUSIVE MODE;
        INSERT INTO public.google_calendar_sync_queue (company_id, event_id, user_id, action)
        SELECT e.company_id, e.id, e.user_id, 'create'
          FROM public.events e
         WHERE e.google_event_id IS NULL AND e.deleted_at IS NULL AND e.status IS DISTINCT FROM 'cancelled' AND e.company_id IS NOT NULL
           AND (e.start_at IS NOT NULL AND e.end_at IS NOT NULL OR e.start_date IS NOT NULL AND e.end_date IS NOT NULL)
        ON CONFLICT DO NOTHING;
    END IF;
END $$;

-- The conditions stand on the triggers, not in the functions: the engine's own writes then cost nothing.
CREATE OR REPLACE TRIGGER stamp_google_calendar_event
    BEFORE INSERT OR UPDATE ON public.events
    FOR EACH ROW WHEN (current_setting('calendar_sync.source', true) IS DISTINCT FROM 'google')
    EXECUTE FUNCTION public.stamp_google_calendar_event();

CREATE OR REPLACE TRIGGER queue_google_calendar_sync
    AFTER INSERT OR UPDATE OR DELETE ON public.events
    FOR EACH ROW WHEN (current_setting('calendar_sync.source', true) IS DISTINCT FROM 'google')
    EXECUTE FUNCTION public.queue_google_calendar_sync();

CREATE OR REPLACE TRIGGER queue_google_calendar_truncate
    BEFORE TRUNCATE ON public.events
    FOR EACH STATEMENT WHEN (current_setting('calendar_sync.source', true) IS DISTINCT FROM 'google')
    EXECUTE FUNCTION public.queue_google_calendar_truncate();

COMMIT;
