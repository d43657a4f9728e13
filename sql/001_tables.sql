-- CalendarSync, tables. Every script in this folder can run any number of times: on an empty database, and on one whose
-- application already has an `events` table with rows. Columns are added; nothing that was there is dropped or rewritten.

CREATE TABLE IF NOT EXISTS companies (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Who belongs to which company, and as what. The rights of every HTTP function and of row level security come from here.
CREATE TABLE IF NOT EXISTS company_users (
    company_id uuid NOT NULL,
    user_id    uuid NOT NULL,
    role       text NOT NULL DEFAULT 'member',
    PRIMARY KEY (company_id, user_id)
);
CREATE INDEX IF NOT EXISTS idx_company_users_user ON company_users (user_id, company_id);

CREATE TABLE IF NOT EXISTS events (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id uuid NOT NULL,
    user_id    uuid,
    title      text
);

-- An application's own table may hold a column of one of these names with another type: then nothing is changed and the
-- whole list of differences is the error.
DO $$
DECLARE
    faults text;
BEGIN
    SELECT string_agg(format('events.%s is %s, expected %s', e.name, c.data_type, e.type), '; ' ORDER BY e.name)
      INTO faults
      FROM (VALUES
        ('id', 'uuid'), ('company_id', 'uuid'), ('user_id', 'uuid'), ('title', 'text'), ('description', 'text'), ('location', 'text'),
        ('start_at', 'timestamp with time zone'), ('end_at', 'timestamp with time zone'), ('start_date', 'date'), ('end_date', 'date'),
        ('all_day', 'boolean'), ('time_zone', 'text'), ('role', 'text'), ('color', 'text'), ('recurrence', 'ARRAY'),
        ('recurring_event_id', 'text'), ('series_id', 'uuid'), ('original_start_at', 'timestamp with time zone'),
        ('original_start_date', 'date'), ('status', 'text'), ('visibility', 'text'), ('transparency', 'text'), ('reminders', 'jsonb'),
        ('created_at', 'timestamp with time zone'), ('updated_at', 'timestamp with time zone'), ('deleted_at', 'timestamp with time zone'),
        ('last_update_source', 'text'), ('last_synced_at', 'timestamp with time zone'), ('google_calendar_id', 'text'),
        ('google_event_id', 'text'), ('google_etag', 'text'), ('google_updated_at', 'timestamp with time zone'),
        ('google_event', 'jsonb'), ('google_agreed', 'jsonb'), ('version', 'bigint'), ('synced_version', 'bigint')) AS e (name, type)
      JOIN information_schema.columns c
        ON c.table_schema = current_schema() AND c.table_name = 'events' AND c.column_name = e.name
     WHERE c.data_type <> e.type
       AND NOT (e.type = 'text' AND c.data_type = 'character varying');
    IF faults IS NOT NULL THEN
        RAISE EXCEPTION 'The events table has columns of other types: %', faults
            USING HINT = 'Rename or convert these columns first; nothing has been changed.';
    END IF;
END $$;

ALTER TABLE events
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

-- Invariants. On a table with older rows they bind from now on (NOT VALID); where every row already keeps them they are
-- validated as well.
DO $$
DECLARE
    c record;
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
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'events'::regclass AND conname = c.name) THEN
            EXECUTE format('ALTER TABLE events ADD CONSTRAINT %I CHECK (%s) NOT VALID', c.name, c.definition);
            BEGIN
                EXECUTE format('ALTER TABLE events VALIDATE CONSTRAINT %I', c.name);
            EXCEPTION WHEN check_violation THEN
                RAISE NOTICE 'Some older rows do not keep %; it binds new and changed rows only.', c.name;
            END;
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'events'::regclass AND conname = 'events_google_calendar_event_unique') THEN
        ALTER TABLE events ADD CONSTRAINT events_google_calendar_event_unique UNIQUE (google_calendar_id, google_event_id);
    END IF;
END $$;

-- The runbook's five indexes, by name.
CREATE INDEX IF NOT EXISTS idx_events_google_calendar_id ON events (google_calendar_id) WHERE google_calendar_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_google_event_id ON events (google_event_id) WHERE google_event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_google_composite ON events (google_calendar_id, google_event_id, google_updated_at);
CREATE INDEX IF NOT EXISTS idx_events_deleted_at ON events (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_last_update_source ON events (last_update_source) WHERE last_update_source IS NOT NULL;
-- Exceptions find their series, and the agenda its day.
CREATE INDEX IF NOT EXISTS idx_events_series ON events (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_recurring ON events (google_calendar_id, recurring_event_id) WHERE recurring_event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_events_company_start ON events (company_id, start_at);

-- One Google account's consent for one company: the encrypted tokens, shared by all the calendars it connects.
CREATE TABLE IF NOT EXISTS google_calendar_grants (
    id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id           uuid NOT NULL,
    user_id              uuid NOT NULL,
    account              text NOT NULL, -- the id of the account's primary calendar
    refresh_token        text,          -- sealed: see Security/TokenVault
    access_token         text,          -- sealed
    access_expires_at    timestamptz,
    scopes               text[] NOT NULL DEFAULT '{}',
    status               text NOT NULL DEFAULT 'connected' CHECK (status IN ('connected', 'needs_reauth', 'disabled')),
    last_error           text,
    paused_until         timestamptz,   -- the operator's or the quota's trouble: nobody calls Google for this account before
    writes_paused_until  timestamptz,   -- Google's abuse limit: reading goes on
    clock_offset_ms      bigint NOT NULL DEFAULT 0, -- Google's clock minus ours, as last measured
    refresh_lease_token  uuid,
    refresh_lease_until  timestamptz,
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT google_calendar_grants_account_unique UNIQUE (company_id, account)
);

CREATE TABLE IF NOT EXISTS google_calendar_connections (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id         uuid NOT NULL,
    user_id            uuid NOT NULL,
    grant_id           uuid REFERENCES google_calendar_grants (id),
    calendar_id        text NOT NULL,
    name               text,
    role               text,
    color              text CHECK (color IS NULL OR color ~ '^#[0-9a-fA-F]{6}$'),
    default_reminders  jsonb,
    time_zone          text,            -- the calendar's own, IANA
    access_role        text,            -- Google's: freeBusyReader, reader, writerWithoutPrivateAccess, writer, owner
    enabled            boolean NOT NULL DEFAULT true,
    sync_direction     text NOT NULL DEFAULT 'bidirectional'
                       CHECK (sync_direction IN ('bidirectional', 'app_to_google', 'google_to_app')),
    status             text NOT NULL DEFAULT 'connected' CHECK (status IN ('connected', 'needs_reauth', 'disabled')),
    expires_at         timestamptz,     -- of the grant's access token
    last_error         text,
    -- Where the pull stands. listing_* is a full listing under way; page_token continues an interrupted pull.
    sync_token         text,
    sync_params        text,            -- the listing parameters the token is bound to
    page_token         text,
    listing_id         uuid,
    listing_started_at timestamptz,
    listing_marks      boolean NOT NULL DEFAULT false,
    listing_items      bigint NOT NULL DEFAULT 0,
    pull_requested_at  timestamptz,
    last_pull_at       timestamptz,     -- last successful pull
    next_pull_at       timestamptz,
    failed_passes      integer NOT NULL DEFAULT 0,
    lease_token        uuid,
    lease_until        timestamptz,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    -- One Google calendar belongs to one company, and there to one connection.
    CONSTRAINT google_calendar_connections_calendar_unique UNIQUE (calendar_id),
    CONSTRAINT google_calendar_connections_lease_check CHECK ((lease_token IS NULL) = (lease_until IS NULL))
);
CREATE INDEX IF NOT EXISTS idx_google_calendar_connections_company ON google_calendar_connections (company_id, created_at);

CREATE TABLE IF NOT EXISTS google_calendar_webhooks (
    id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id           uuid NOT NULL,
    connection_id        uuid NOT NULL REFERENCES google_calendar_connections (id) ON DELETE CASCADE,
    calendar_id          text NOT NULL,
    channel_id           text NOT NULL UNIQUE,
    resource_id          text,          -- null until Google's answer is stored
    expiration_timestamp bigint NOT NULL, -- milliseconds since 1970, from Google's answer
    enabled              boolean NOT NULL DEFAULT true,
    token_hash           bytea NOT NULL,
    last_message_number  bigint,
    last_message_at      timestamptz,
    created_at           timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_google_calendar_webhooks_connection ON google_calendar_webhooks (connection_id);

CREATE TABLE IF NOT EXISTS google_calendar_sync_queue (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id         uuid NOT NULL,
    event_id           uuid NOT NULL,
    action             text NOT NULL CHECK (action IN ('create', 'update', 'delete')),
    status             text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
    retry_count        integer NOT NULL DEFAULT 0, -- answers that looked permanent
    max_retries        integer NOT NULL DEFAULT 8,
    attempt_count      integer NOT NULL DEFAULT 0, -- attempts in a row that failed, for the backoff
    error_message      text,
    created_at         timestamptz NOT NULL DEFAULT now(),
    changed_at         timestamptz NOT NULL DEFAULT now(), -- of the newest application change in this row
    next_attempt_at    timestamptz NOT NULL DEFAULT now(),
    completed_at       timestamptz,
    lease_token        uuid,
    lease_until        timestamptz,
    -- For deletes: where the event was, since the row may be gone.
    google_calendar_id text,
    google_event_id    text,
    google_etag        text,
    user_id            uuid,
    CONSTRAINT google_calendar_sync_queue_lease_check
        CHECK ((status = 'processing') = (lease_token IS NOT NULL) AND (lease_token IS NULL) = (lease_until IS NULL)),
    CONSTRAINT google_calendar_sync_queue_completed_check CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);
-- At most one row of an event waits, or has failed and would wait again after the next edit.
CREATE UNIQUE INDEX IF NOT EXISTS google_calendar_sync_queue_one_pending ON google_calendar_sync_queue (event_id)
    WHERE status IN ('pending', 'failed');
CREATE UNIQUE INDEX IF NOT EXISTS google_calendar_sync_queue_one_processing ON google_calendar_sync_queue (event_id) WHERE status = 'processing';
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_queue_due ON google_calendar_sync_queue (company_id, next_attempt_at, id) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_queue_status ON google_calendar_sync_queue (status, created_at);
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_queue_deletes ON google_calendar_sync_queue (google_calendar_id, google_event_id)
    WHERE action = 'delete';

-- A write that was sent and whose answer is not stored yet: the id it used and the whole body, so that whoever resumes, or
-- reads the event meanwhile, can tell our own write from somebody's edit.
CREATE TABLE IF NOT EXISTS google_calendar_writes (
    event_id           uuid PRIMARY KEY,
    google_calendar_id text NOT NULL,
    google_event_id    text NOT NULL,
    body               jsonb NOT NULL,
    version            bigint NOT NULL, -- of the row that was sent
    created_at         timestamptz NOT NULL DEFAULT now(),
    UNIQUE (google_calendar_id, google_event_id)
);

-- Ids seen by a full listing under way, for its sweep.
CREATE TABLE IF NOT EXISTS google_calendar_listing_marks (
    listing_id      uuid NOT NULL,
    google_event_id text NOT NULL,
    PRIMARY KEY (listing_id, google_event_id)
);

-- Items from Google that could not be read. The token went on; nothing is lost: the item is here until a readable state comes.
CREATE TABLE IF NOT EXISTS google_calendar_set_aside (
    connection_id   uuid NOT NULL REFERENCES google_calendar_connections (id) ON DELETE CASCADE,
    google_event_id text NOT NULL,
    reason          text NOT NULL,
    item            jsonb NOT NULL,
    seen_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (connection_id, google_event_id)
);

CREATE TABLE IF NOT EXISTS google_calendar_conflicts (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id         uuid NOT NULL,
    connection_id      uuid REFERENCES google_calendar_connections (id) ON DELETE SET NULL,
    event_id           uuid,
    kind               text NOT NULL CHECK (kind IN ('fields', 'delete', 'sweep')),
    status             text NOT NULL CHECK (status IN ('open', 'recorded', 'resolved')),
    winner             text CHECK (winner IN ('app', 'google')), -- who prevailed at once; null while open
    fields             text[] NOT NULL DEFAULT '{}',
    app                jsonb, -- the application's values of the differing fields, or of the whole event
    google             jsonb, -- Google's
    google_event       jsonb, -- the event as Google gave it, where nothing else keeps it (open conflicts)
    choice             text,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    resolved_at        timestamptz,
    resolved_by        uuid,
    CONSTRAINT google_calendar_conflicts_resolved_check CHECK ((status = 'resolved') = (resolved_at IS NOT NULL))
);
CREATE UNIQUE INDEX IF NOT EXISTS google_calendar_conflicts_one_open ON google_calendar_conflicts (event_id)
    WHERE status = 'open' AND event_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS google_calendar_conflicts_one_sweep ON google_calendar_conflicts (connection_id)
    WHERE status = 'open' AND kind = 'sweep';
CREATE INDEX IF NOT EXISTS idx_google_calendar_conflicts_company ON google_calendar_conflicts (company_id, status, created_at);

-- Every decision that changed or refused something.
CREATE TABLE IF NOT EXISTS google_calendar_sync_journal (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at            timestamptz NOT NULL DEFAULT now(),
    run_id        uuid NOT NULL,
    company_id    uuid NOT NULL,
    connection_id uuid,
    event_id      uuid,
    google_event_id text,
    direction     text NOT NULL CHECK (direction IN ('app_to_google', 'google_to_app')),
    decision      text NOT NULL,
    reason        text NOT NULL,
    before        jsonb,
    after         jsonb
);
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_journal_event ON google_calendar_sync_journal (event_id, id) WHERE event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_journal_run ON google_calendar_sync_journal (run_id);

-- Messages to people, sent after the commit that caused them.
CREATE TABLE IF NOT EXISTS google_calendar_notifications (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id      uuid,
    kind            text NOT NULL,
    dedupe_key      text UNIQUE,
    payload         jsonb NOT NULL,
    status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'failed')),
    attempt_count   integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    lease_token     uuid,
    lease_until     timestamptz,
    error_message   text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    sent_at         timestamptz
);
CREATE INDEX IF NOT EXISTS idx_google_calendar_notifications_due ON google_calendar_notifications (next_attempt_at) WHERE status = 'pending';

-- One consent under way: single use, ten minutes, bound to company, user and browser. Only hashes of what the browser holds.
CREATE TABLE IF NOT EXISTS google_calendar_oauth_states (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id    uuid NOT NULL,
    user_id       uuid NOT NULL,
    return_url    text,
    start_hash    bytea NOT NULL UNIQUE,
    started_at    timestamptz,
    state_hash    bytea UNIQUE,
    browser_hash  bytea,
    code_verifier text,            -- sealed
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    consumed_at   timestamptz
);
