-- CalendarSync, the application's side: `events`, `companies`, `company_users`. Every script in this folder can run any number
-- of times, on an empty database and on one whose application has these tables already, and applies whole or not at all.
-- Columns are added; what was there is neither dropped nor rewritten.
BEGIN;
SET LOCAL client_min_messages = warning;

-- What would not work is found before anything is changed, and told all at once.
DO $$
DECLARE
    faults text[] := '{}';
    found  text[];
    bad    boolean;
    c      record;
BEGIN
    SELECT array_agg(format('%I.%I is %s, expected %s', e.tab, e.col, format_type(a.atttypid, a.atttypmod), e.type) ORDER BY e.tab, a.attnum)
      INTO found
      FROM (VALUES
        ('events', 'id', 'uuid'), ('events', 'company_id', 'uuid'), ('events', 'user_id', 'uuid'), ('events', 'title', 'text'),
        ('events', 'description', 'text'), ('events', 'location', 'text'), ('events', 'start_at', 'timestamptz'), ('events', 'end_at', 'timestamptz'),
        ('events', 'start_date', 'date'), ('events', 'end_date', 'date'), ('events', 'all_day', 'boolean'), ('events', 'time_zone', 'text'),
        ('events', 'role', 'text'), ('events', 'color', 'text'), ('events', 'recurrence', 'text[]'), ('events', 'recurring_event_id', 'text'),
        ('events', 'series_id', 'uuid'), ('events', 'original_start_at', 'timestamptz'), ('events', 'original_start_date', 'date'),
        ('events', 'status', 'text'), ('events', 'visibility', 'text'), ('events', 'transparency', 'text'), ('events', 'reminders', 'jsonb'),
        ('events', 'created_at', 'timestamptz'), ('events', 'updated_at', 'timestamptz'), ('events', 'deleted_at', 'timestamptz'),
        ('events', 'last_update_source', 'text'), ('events', 'last_synced_at', 'timestamptz'), ('events', 'google_calendar_id', 'text'),
        ('events', 'google_event_id', 'text'), ('events', 'google_etag', 'text'), ('events', 'google_updated_at', 'timestamptz'),
        ('events', 'google_event', 'jsonb'), ('events', 'google_agreed', 'jsonb'), ('events', 'version', 'bigint'),
        ('events', 'synced_version', 'bigint'), ('companies', 'id', 'uuid'), ('company_users', 'company_id', 'uuid'),
        ('company_users', 'user_id', 'uuid')) AS e (tab, col, type)
      JOIN pg_catalog.pg_attribute a
        ON a.attrelid = to_regclass('public.' || e.tab) AND a.attname = e.col AND NOT a.attisdropped
     WHERE a.atttypid <> e.type::regtype
       AND NOT (e.type = 'text' AND a.atttypid = 'varchar'::regtype)
       AND NOT (e.type = 'text[]' AND a.atttypid = 'varchar[]'::regtype);
    faults := faults || coalesce(found, '{}');

    SELECT array_agg(format('the table %I has no column %I', e.tab, e.col) ORDER BY e.tab, e.col)
      INTO found
      FROM (VALUES ('events', 'id'), ('companies', 'id'), ('company_users', 'company_id'), ('company_users', 'user_id'),
                   ('google_calendar_connections', 'grant_id'), ('google_calendar_webhooks', 'token_hash'),
                   ('google_calendar_sync_queue', 'lease_token')) AS e (tab, col)
     WHERE to_regclass('public.' || e.tab) IS NOT NULL
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                        WHERE a.attrelid = to_regclass('public.' || e.tab) AND a.attname = e.col AND NOT a.attisdropped);
    faults := faults || coalesce(found, '{}');
    IF EXISTS (SELECT FROM unnest(found) f WHERE f LIKE '%google_calendar_%') THEN
        faults := faults || 'tables named google_calendar_* come from another integration: rename them, for example '
                            'ALTER TABLE google_calendar_connections RENAME TO old_google_calendar_connections'::text;
    END IF;

    SELECT r.rolname AS owner, t.relkind AS kind INTO c
      FROM pg_catalog.pg_class t JOIN pg_catalog.pg_roles r ON r.oid = t.relowner
     WHERE t.oid = to_regclass('public.events');
    IF c.kind <> 'r' THEN
        faults := faults || 'events is not an ordinary table'::text;
    ELSIF NOT pg_has_role(c.owner, 'USAGE') THEN
        faults := faults || format('events belongs to %I: migrate as that role, or as a superuser', c.owner);
    ELSIF c.kind IS NOT NULL AND cardinality(faults) = 0 THEN
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                        WHERE i.indrelid = 'public.events'::regclass AND i.indisunique AND i.indpred IS NULL AND i.indnkeyatts = 1 AND a.attname = 'id') THEN
            faults := faults || 'events.id is not unique by a constraint: add one, for example ALTER TABLE events ADD UNIQUE (id)'::text;
        END IF;
        SELECT array_agg(format('the constraint %I of events is %s, expected UNIQUE (google_calendar_id, google_event_id)', k.conname, d))
          INTO found
          FROM pg_catalog.pg_constraint k, pg_catalog.pg_get_constraintdef(k.oid) d
         WHERE k.conrelid = 'public.events'::regclass AND k.conname = 'events_google_calendar_event_unique'
           AND d <> 'UNIQUE (google_calendar_id, google_event_id)';
        faults := faults || coalesce(found, '{}');
        FOR c IN SELECT * FROM (VALUES
            ('status', 'status NOT IN (''confirmed'', ''tentative'', ''cancelled'')', 'confirmed, tentative and cancelled'),
            ('color', 'color !~ ''^#[0-9a-fA-F]{6}$''', '#rrggbb')) AS v (col, wrong, allowed)
        LOOP
            IF EXISTS (SELECT FROM pg_catalog.pg_attribute a
                        WHERE a.attrelid = 'public.events'::regclass AND a.attname = c.col AND NOT a.attisdropped) THEN
                EXECUTE format('SELECT EXISTS (SELECT FROM public.events WHERE %s)', c.wrong) INTO bad;
                IF bad THEN
                    faults := faults || format('events.%s holds values other than %s; see them with: SELECT %1$s, count(*) FROM events WHERE %s GROUP BY 1',
                        c.col, c.allowed, c.wrong);
                END IF;
            END IF;
        END LOOP;
        IF (SELECT count(*) = 2 FROM pg_catalog.pg_attribute a
             WHERE a.attrelid = 'public.events'::regclass AND a.attname IN ('google_calendar_id', 'google_event_id') AND NOT a.attisdropped) THEN
            EXECUTE 'SELECT EXISTS (SELECT FROM public.events GROUP BY google_calendar_id, google_event_id
                                    HAVING count(*) > 1 AND google_calendar_id IS NOT NULL AND google_event_id IS NOT NULL)' INTO bad;
            IF bad THEN
                faults := faults || 'several rows of events hold the same Google event; keep one of each; find them with: '
                    'SELECT google_calendar_id, google_event_id, count(*), array_agg(id ORDER BY id) FROM events '
                    'WHERE google_calendar_id IS NOT NULL AND google_event_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1'::text;
            END IF;
        END IF;
    END IF;
    IF cardinality(faults) > 0 THEN
        RAISE EXCEPTION E'CalendarSync cannot use this database as it is:\n- %', array_to_string(faults, E'\n- ')
            USING HINT = 'Nothing has been changed. Mend these points, then migrate again.';
    END IF;
END $$;

-- Tables of the application's own keep their rights as they are: the comment says which ones are not (see 005).
DO $$
BEGIN
    IF to_regclass('public.companies') IS NULL THEN
        CREATE TABLE public.companies (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
        COMMENT ON TABLE public.companies IS 'CalendarSync: created by its migration.';
    END IF;
    -- Who belongs to which company, and as what. The rights of every HTTP function and of row level security come from here.
    IF to_regclass('public.company_users') IS NULL THEN
        CREATE TABLE public.company_users (company_id uuid NOT NULL, user_id uuid NOT NULL, PRIMARY KEY (company_id, user_id));
        COMMENT ON TABLE public.company_users IS 'CalendarSync: created by its migration.';
    END IF;
    -- An application may have views of these names.
    IF (SELECT relkind = 'r' FROM pg_catalog.pg_class WHERE oid = 'public.companies'::regclass) THEN
        ALTER TABLE public.companies
            ADD COLUMN IF NOT EXISTS name       text,
            ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
    END IF;
    IF (SELECT relkind = 'r' FROM pg_catalog.pg_class WHERE oid = 'public.company_users'::regclass) THEN
        ALTER TABLE public.company_users ADD COLUMN IF NOT EXISTS role text NOT NULL DEFAULT 'member';
        CREATE INDEX IF NOT EXISTS idx_company_users_user ON public.company_users (user_id, company_id);
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS public.events (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id uuid NOT NULL,
    user_id    uuid,
    title      text
);

-- Where one of status and deleted_at was there and the other is new, the new one says the same as the old one; by a change
-- of type, which wakes none of the application's triggers.
DO $$
DECLARE
    had text[] := ARRAY(SELECT a.attname FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = 'public.events'::regclass AND a.attname IN ('status', 'deleted_at') AND NOT a.attisdropped);
BEGIN
    ALTER TABLE public.events
        ADD COLUMN IF NOT EXISTS company_id          uuid,
        ADD COLUMN IF NOT EXISTS user_id             uuid,
        ADD COLUMN IF NOT EXISTS title               text,
        ADD COLUMN IF NOT EXISTS description         text,
        ADD COLUMN IF NOT EXISTS location            text,
        ADD COLUMN IF NOT EXISTS start_at            timestamptz,
        ADD COLUMN IF NOT EXISTS end_at              timestamptz,
        ADD COLUMN IF NOT EXISTS start_date          date,
        ADD COLUMN IF NOT EXISTS end_date            date,
        ADD COLUMN IF NOT EXISTS all_day             boolean NOT NULL DEFAULT false,
        ADD COLUMN IF NOT EXISTS time_zone           text,
        ADD COLUMN IF NOT EXISTS role                text,
        ADD COLUMN IF NOT EXISTS color               text,
        ADD COLUMN IF NOT EXISTS recurrence          text[],
        ADD COLUMN IF NOT EXISTS recurring_event_id  text,
        ADD COLUMN IF NOT EXISTS series_id           uuid,
        ADD COLUMN IF NOT EXISTS original_start_at   timestamptz,
        ADD COLUMN IF NOT EXISTS original_start_date date,
        ADD COLUMN IF NOT EXISTS status              text NOT NULL DEFAULT 'confirmed',
        ADD COLUMN IF NOT EXISTS visibility          text,
        ADD COLUMN IF NOT EXISTS transparency        text,
        ADD COLUMN IF NOT EXISTS reminders           jsonb,
        ADD COLUMN IF NOT EXISTS created_at          timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN IF NOT EXISTS updated_at          timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN IF NOT EXISTS deleted_at          timestamptz,
        ADD COLUMN IF NOT EXISTS last_update_source  text DEFAULT 'app',
        ADD COLUMN IF NOT EXISTS last_synced_at      timestamptz,
        ADD COLUMN IF NOT EXISTS google_calendar_id  text,
        ADD COLUMN IF NOT EXISTS google_event_id     text,
        ADD COLUMN IF NOT EXISTS google_etag         text,
        ADD COLUMN IF NOT EXISTS google_updated_at   timestamptz,
        ADD COLUMN IF NOT EXISTS google_event        jsonb,
        -- What the row said when both sides last agreed, where Google keeps it in other words (a colour it does not have, say).
        -- Null is the usual case: the row said what google_event says.
        ADD COLUMN IF NOT EXISTS google_agreed       jsonb,
        ADD COLUMN IF NOT EXISTS version             bigint NOT NULL DEFAULT 1,
        ADD COLUMN IF NOT EXISTS synced_version      bigint NOT NULL DEFAULT 0;

    IF cardinality(had) = 1 AND EXISTS (SELECT FROM public.events WHERE (status = 'cancelled') <> (deleted_at IS NOT NULL)) THEN
        IF 'status' = ANY (had) THEN
            ALTER TABLE public.events ALTER COLUMN deleted_at TYPE timestamptz USING CASE WHEN status = 'cancelled' THEN now() END;
        ELSE
            ALTER TABLE public.events ALTER COLUMN status TYPE text USING CASE WHEN deleted_at IS NULL THEN 'confirmed' ELSE 'cancelled' END;
        END IF;
    END IF;
END $$;

-- Invariants. On a table with older rows that break one it binds new and changed rows only (NOT VALID), and says so.
DO $$
DECLARE
    c     record;
    wrong bigint;
BEGIN
    FOR c IN SELECT * FROM (VALUES
        ('events_times_check',
         'deleted_at IS NOT NULL OR status = ''cancelled''
          OR (all_day AND start_date IS NOT NULL AND end_date IS NOT NULL AND end_date > start_date)
          OR (NOT all_day AND start_at IS NOT NULL AND end_at IS NOT NULL AND end_at >= start_at)'),
        ('events_status_check', 'status IN (''confirmed'', ''tentative'', ''cancelled'')'),
        ('events_cancelled_check', '(status = ''cancelled'') = (deleted_at IS NOT NULL)'),
        ('events_last_update_source_check', 'last_update_source IN (''app'', ''google'')'),
        ('events_color_check', 'color IS NULL OR color ~ ''^#[0-9a-fA-F]{6}$'''),
        ('events_link_check', 'google_event_id IS NULL OR google_calendar_id IS NOT NULL'),
        ('events_synced_version_check', 'synced_version <= version')) AS v (name, definition)
    LOOP
        CONTINUE WHEN EXISTS (SELECT FROM pg_catalog.pg_constraint
                               WHERE conrelid = 'public.events'::regclass AND conname = c.name AND convalidated);
        EXECUTE format('SELECT count(*) FROM public.events WHERE NOT (%s)', c.definition) INTO wrong;
        -- An earlier integration's rows without a calendar id have to stay editable until somebody completes them.
        CONTINUE WHEN wrong > 0 AND c.name = 'events_link_check';
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = 'public.events'::regclass AND conname = c.name) THEN
            EXECUTE format('ALTER TABLE public.events ADD CONSTRAINT %I CHECK (%s) NOT VALID', c.name, c.definition);
        END IF;
        IF wrong = 0 THEN
            EXECUTE format('ALTER TABLE public.events VALIDATE CONSTRAINT %I', c.name);
        END IF;
    END LOOP;

    IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint
                    WHERE conrelid = 'public.events'::regclass AND conname = 'events_google_calendar_event_unique') THEN
        IF to_regclass('public.events_google_calendar_event_unique') IS NULL THEN
            ALTER TABLE public.events ADD CONSTRAINT events_google_calendar_event_unique UNIQUE (google_calendar_id, google_event_id);
        ELSE
            ALTER TABLE public.events ADD CONSTRAINT events_google_calendar_event_unique UNIQUE USING INDEX events_google_calendar_event_unique;
        END IF;
    END IF;
END $$;

-- The runbook's five indexes, by name.
CREATE INDEX IF NOT EXISTS idx_events_google_calendar_id ON public.events (google_calendar_id) WHERE google_calendar_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_google_event_id ON public.events (google_event_id) WHERE google_event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_google_composite ON public.events (google_calendar_id, google_event_id, google_updated_at);
CREATE INDEX IF NOT EXISTS idx_events_deleted_at ON public.events (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_last_update_source ON public.events (last_update_source) WHERE last_update_source IS NOT NULL;
-- Exceptions find their series, the agenda its day, and a user their own events (row level security).
CREATE INDEX IF NOT EXISTS idx_events_series ON public.events (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_recurring ON public.events (google_calendar_id, recurring_event_id) WHERE recurring_event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_company_start ON public.events (company_id, start_at);
CREATE INDEX IF NOT EXISTS idx_events_user ON public.events (user_id, company_id);

-- What works, but not for everything. Said at every migration until it is mended.
DO $$
DECLARE
    note text;
BEGIN
    FOR note IN
        SELECT format('events.%I may not be null and has no default: new events from Google cannot be stored until it has one', a.attname)
          FROM pg_catalog.pg_attribute a
         WHERE a.attrelid = 'public.events'::regclass AND a.attnum > 0 AND NOT a.attisdropped
           AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
           AND a.attname NOT IN ('id', 'company_id', 'user_id', 'all_day', 'status', 'created_at', 'updated_at', 'last_update_source',
                                 'version', 'synced_version', 'title', 'description', 'location', 'start_at', 'end_at')
        UNION ALL
        SELECT format('events.%I may not be null: events from Google without it cannot be stored; ALTER TABLE events ALTER COLUMN %1$I DROP NOT NULL', a.attname)
          FROM pg_catalog.pg_attribute a
         WHERE a.attrelid = 'public.events'::regclass AND a.attnotnull
           AND a.attname IN ('title', 'description', 'location', 'start_at', 'end_at', 'start_date', 'end_date', 'time_zone', 'role', 'color', 'recurrence',
                             'visibility', 'transparency', 'reminders', 'deleted_at')
        UNION ALL
        SELECT format('events.%I holds at most %s characters: longer texts from Google cannot be stored', a.attname, a.atttypmod - 4)
          FROM pg_catalog.pg_attribute a
         WHERE a.attrelid = 'public.events'::regclass AND a.atttypid = 'varchar'::regtype AND a.atttypmod > 0
           AND a.attname IN ('title', 'description', 'location', 'google_calendar_id', 'google_event_id')
        UNION ALL
        SELECT format('some older rows of events do not keep %s, which binds new and changed rows; see them with: SELECT id FROM events WHERE NOT (%s)',
                      c.conname, pg_get_expr(c.conbin, c.conrelid))
          FROM pg_catalog.pg_constraint c
         WHERE c.conrelid = 'public.events'::regclass AND c.conname LIKE 'events\_%\_check' AND NOT c.convalidated
        UNION ALL
        SELECT format('row level security hides rows of events from %I, so that this migration did not look at all of them: migrate as a superuser', current_user)
         WHERE row_security_active('public.events')
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = 'public.events'::regclass AND polname = 'calendar_sync_owner')
        UNION ALL
        SELECT 'some rows of events have a google_event_id but no google_calendar_id, and are not kept in step until it is set'
         WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = 'public.events'::regclass AND conname = 'events_link_check')
    LOOP
        RAISE WARNING '%', note;
    END LOOP;
END $$;

COMMIT;
