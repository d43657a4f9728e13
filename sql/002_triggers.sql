-- CalendarSync, triggers: the application writes SQL, and that is all it does.
--
-- Who wrote a row is known from the transaction: the engine sets `calendar_sync.source` to 'google' for its own
-- transactions; everything else is the application. `calendar_sync.now` replaces the clock of the triggers in tests.

CREATE OR REPLACE FUNCTION public.calendar_sync_now() RETURNS timestamptz
LANGUAGE sql STABLE
AS $$ SELECT coalesce(nullif(current_setting('calendar_sync.now', true), '')::timestamptz, now()) $$;

-- Stamps an application's write, and keeps what only the engine may say: an object mapper that saves whole rows must not
-- put back an old etag or an old base.
CREATE OR REPLACE FUNCTION public.stamp_google_calendar_event() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    written_at timestamptz := public.calendar_sync_now();
BEGIN
    NEW.last_update_source := 'app';
    NEW.updated_at := written_at;
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
        NEW.synced_version := 0;
        NEW.google_event := NULL;
        NEW.google_agreed := NULL;
        NEW.google_etag := NULL;
        NEW.google_updated_at := NULL;
        IF NEW.deleted_at IS NULL AND NEW.status = 'cancelled' THEN
            NEW.deleted_at := written_at;
        ELSIF NEW.deleted_at IS NOT NULL THEN
            NEW.status := 'cancelled';
        END IF;
        RETURN NEW;
    END IF;

    NEW.version := OLD.version + 1;
    NEW.synced_version := OLD.synced_version;
    NEW.google_event := OLD.google_event;
    NEW.google_agreed := OLD.google_agreed;
    NEW.google_etag := OLD.google_etag;
    NEW.google_updated_at := OLD.google_updated_at;
    -- Cancelling is deleting. Where both columns changed, deleted_at speaks.
    IF NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at AND NEW.status IS DISTINCT FROM OLD.status THEN
        NEW.deleted_at := CASE WHEN NEW.status = 'cancelled' THEN written_at END;
    ELSIF NEW.deleted_at IS NOT NULL THEN
        NEW.status := 'cancelled';
    ELSIF NEW.status = 'cancelled' THEN
        NEW.status := 'confirmed';
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
BEGIN
    IF TG_OP = 'DELETE' THEN
        e := OLD;
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
        calendar_id := e.google_calendar_id;
        sent_id := e.google_event_id;
        kind := CASE WHEN e.deleted_at IS NOT NULL THEN 'delete' WHEN e.google_event_id IS NULL THEN 'create' ELSE 'update' END;
    END IF;

    INSERT INTO public.google_calendar_sync_queue AS q
        (company_id, event_id, user_id, action, created_at, changed_at, next_attempt_at, google_calendar_id, google_event_id, google_etag)
    VALUES
        (e.company_id, e.id, e.user_id, kind, written_at, written_at, written_at, calendar_id, sent_id, e.google_etag)
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
            google_etag = EXCLUDED.google_etag;
    RETURN NULL;
END $$;

-- Rows that were there before CalendarSync are new to Google: they wait in the queue like any other new event. Done once,
-- when the trigger is first installed. A row that an earlier integration has linked keeps its link.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'public.events'::regclass AND tgname = 'queue_google_calendar_sync') THEN
        INSERT INTO public.google_calendar_sync_queue (company_id, event_id, user_id, action)
        SELECT e.company_id, e.id, e.user_id, 'create'
          FROM public.events e
         WHERE e.google_event_id IS NULL AND e.deleted_at IS NULL AND e.company_id IS NOT NULL
           AND (e.start_at IS NOT NULL OR e.start_date IS NOT NULL)
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
