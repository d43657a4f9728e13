-- CalendarSync, tables of the engine. Like every script in this folder it can run any number of times, whole or not at all.
BEGIN;
SET LOCAL client_min_messages = warning;

-- One Google account's consent for one company: the encrypted tokens, shared by all the calendars it connects.
CREATE TABLE IF NOT EXISTS public.google_calendar_grants (
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
-- How often the user has consented: a refusal of an earlier consent says nothing of this one. Databases of before have the table without it.
ALTER TABLE public.google_calendar_grants ADD COLUMN IF NOT EXISTS consents bigint NOT NULL DEFAULT 1;

CREATE TABLE IF NOT EXISTS public.google_calendar_connections (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id         uuid NOT NULL,
    user_id            uuid NOT NULL,
    grant_id           uuid REFERENCES public.google_calendar_grants (id),
    calendar_id        text NOT NULL,
    name               text,
    role               text,
    color              text CHECK (color IS NULL OR color ~ '^#[0-9a-fA-F]{6}$'),
    default_reminders  jsonb,
    private_as_busy    boolean NOT NULL DEFAULT false, -- private events of Google's are busy blocks here
    time_zone          text,            -- the calendar's own, IANA
    access_role        text,            -- Google's: freeBusyReader, reader, writerWithoutPrivateAccess, writer, owner
    push_refused       text,            -- why Google opens no channel here: changes are polled. Null: it does, or was not asked
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
    range_until        timestamptz,     -- with a bounded sync range: up to when the calendar has been listed
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
-- The calendar's colour on its way to Google and back, and the calendar file's part; databases of before have the table without them.
ALTER TABLE public.google_calendar_connections
    ADD COLUMN IF NOT EXISTS color_sent      text,        -- the configured colour that Google was last given; another one, or none, is still to be sent
    ADD COLUMN IF NOT EXISTS color_next_at   timestamptz, -- not before
    ADD COLUMN IF NOT EXISTS color_error     text,        -- why Google has not got it: a code
    ADD COLUMN IF NOT EXISTS google_color    text,        -- the calendar's colour as this account sees it in Google
    ADD COLUMN IF NOT EXISTS google_color_at timestamptz, -- as of
    ADD COLUMN IF NOT EXISTS file_said       jsonb;       -- what the calendar file last said of this calendar: name, role, color
CREATE INDEX IF NOT EXISTS idx_google_calendar_connections_company ON public.google_calendar_connections (company_id, created_at);

CREATE TABLE IF NOT EXISTS public.google_calendar_webhooks (
    id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id           uuid NOT NULL,
    connection_id        uuid NOT NULL REFERENCES public.google_calendar_connections (id) ON DELETE CASCADE,
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
CREATE INDEX IF NOT EXISTS idx_google_calendar_webhooks_connection ON public.google_calendar_webhooks (connection_id);

CREATE TABLE IF NOT EXISTS public.google_calendar_sync_queue (
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
    -- For deletes: where the event was and what it was when both sides last agreed, since the row may be gone.
    google_calendar_id text,
    google_event_id    text,
    google_etag        text,
    google_event       jsonb,
    user_id            uuid,
    CONSTRAINT google_calendar_sync_queue_lease_check
        CHECK ((status = 'processing') = (lease_token IS NOT NULL) AND (lease_token IS NULL) = (lease_until IS NULL)),
    CONSTRAINT google_calendar_sync_queue_completed_check CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);
-- Of a deleted row: what it said in words of its own (see events). Databases of before have the table without it.
ALTER TABLE public.google_calendar_sync_queue ADD COLUMN IF NOT EXISTS google_agreed jsonb;
-- At most one row of an event waits, or has failed and would wait again after the next edit.
CREATE UNIQUE INDEX IF NOT EXISTS google_calendar_sync_queue_one_pending ON public.google_calendar_sync_queue (event_id)
    WHERE status IN ('pending', 'failed');
CREATE UNIQUE INDEX IF NOT EXISTS google_calendar_sync_queue_one_processing ON public.google_calendar_sync_queue (event_id) WHERE status = 'processing';
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_queue_due ON public.google_calendar_sync_queue (company_id, next_attempt_at, id) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_queue_status ON public.google_calendar_sync_queue (status, created_at);
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_queue_deletes ON public.google_calendar_sync_queue (google_calendar_id, google_event_id)
    WHERE action = 'delete';
-- A row that is made again asks for its deletion.
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_queue_deleted ON public.google_calendar_sync_queue (event_id, id) WHERE action = 'delete';

-- A write that was sent and whose answer is not stored yet: the id it used and the whole body, so that whoever resumes, or
-- reads the event meanwhile, can tell our own write from somebody's edit.
CREATE TABLE IF NOT EXISTS public.google_calendar_writes (
    event_id           uuid PRIMARY KEY,
    google_calendar_id text NOT NULL,
    google_event_id    text NOT NULL,
    body               jsonb NOT NULL,
    version            bigint NOT NULL, -- of the row that was sent
    created_at         timestamptz NOT NULL DEFAULT now(),
    UNIQUE (google_calendar_id, google_event_id)
);

-- Series of whose exceptions the deltas do not tell all: they are listed by themselves.
CREATE TABLE IF NOT EXISTS public.google_calendar_series_checks (
    connection_id   uuid NOT NULL REFERENCES public.google_calendar_connections (id) ON DELETE CASCADE,
    google_event_id text NOT NULL,
    asked_at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (connection_id, google_event_id)
);

-- Ids seen by a full listing under way, for its sweep.
CREATE TABLE IF NOT EXISTS public.google_calendar_listing_marks (
    listing_id      uuid NOT NULL,
    google_event_id text NOT NULL,
    PRIMARY KEY (listing_id, google_event_id)
);

-- Items from Google that could not be read. The token went on; nothing is lost: the item is here until a readable state comes.
CREATE TABLE IF NOT EXISTS public.google_calendar_set_aside (
    connection_id   uuid NOT NULL REFERENCES public.google_calendar_connections (id) ON DELETE CASCADE,
    google_event_id text NOT NULL,
    reason          text NOT NULL,
    item            jsonb NOT NULL,
    seen_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (connection_id, google_event_id)
);

CREATE TABLE IF NOT EXISTS public.google_calendar_conflicts (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    company_id         uuid NOT NULL,
    connection_id      uuid REFERENCES public.google_calendar_connections (id) ON DELETE SET NULL,
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
CREATE UNIQUE INDEX IF NOT EXISTS google_calendar_conflicts_one_open ON public.google_calendar_conflicts (event_id)
    WHERE status = 'open' AND event_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS google_calendar_conflicts_one_sweep ON public.google_calendar_conflicts (connection_id)
    WHERE status = 'open' AND kind = 'sweep';
CREATE INDEX IF NOT EXISTS idx_google_calendar_conflicts_company ON public.google_calendar_conflicts (company_id, status, created_at);

-- Every decision that changed or refused something.
CREATE TABLE IF NOT EXISTS public.google_calendar_sync_journal (
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
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_journal_event ON public.google_calendar_sync_journal (event_id, id) WHERE event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_journal_run ON public.google_calendar_sync_journal (run_id);
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_journal_connection ON public.google_calendar_sync_journal (connection_id, id);

-- What each run did, for health and for the daily report.
CREATE TABLE IF NOT EXISTS public.google_calendar_sync_runs (
    run_id      uuid PRIMARY KEY,
    direction   text NOT NULL CHECK (direction IN ('app_to_google', 'google_to_app')),
    finished_at timestamptz NOT NULL,
    connections integer NOT NULL,
    created     integer NOT NULL,
    updated     integer NOT NULL,
    deleted     integer NOT NULL,
    conflicts   integer NOT NULL,
    errors      integer NOT NULL
);
CREATE INDEX IF NOT EXISTS idx_google_calendar_sync_runs_finished ON public.google_calendar_sync_runs (finished_at);

-- Messages to people, sent after the commit that caused them.
CREATE TABLE IF NOT EXISTS public.google_calendar_notifications (
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
CREATE INDEX IF NOT EXISTS idx_google_calendar_notifications_due ON public.google_calendar_notifications (next_attempt_at) WHERE status = 'pending';

-- One consent under way: single use, ten minutes, bound to company, user and browser. Only hashes of what the browser holds.
CREATE TABLE IF NOT EXISTS public.google_calendar_oauth_states (
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

-- Runs of the timer functions, seen through cron.job and cron.job_run_history as well (006).
CREATE TABLE IF NOT EXISTS public.google_calendar_timer_runs (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    function_name text NOT NULL,
    schedule      text,            -- the six cron fields in force at that run
    status        text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'succeeded', 'failed')),
    message       text,            -- counts, or the kind of the failure
    started_at    timestamptz NOT NULL DEFAULT now(),
    ended_at      timestamptz,
    CONSTRAINT google_calendar_timer_runs_ended_check CHECK ((status = 'running') = (ended_at IS NULL))
);
CREATE INDEX IF NOT EXISTS idx_google_calendar_timer_runs_latest ON public.google_calendar_timer_runs (function_name, started_at DESC);
CREATE INDEX IF NOT EXISTS idx_google_calendar_webhooks_company ON public.google_calendar_webhooks (company_id);

-- Rights and row level security (004, 005) reach the tables that say here that they are CalendarSync's.
COMMENT ON TABLE public.google_calendar_grants IS 'CalendarSync: consents of Google accounts, with their sealed tokens.';
COMMENT ON TABLE public.google_calendar_connections IS 'CalendarSync: synced calendars, and where their pull stands.';
COMMENT ON TABLE public.google_calendar_webhooks IS 'CalendarSync: push channels.';
COMMENT ON TABLE public.google_calendar_sync_queue IS 'CalendarSync: changes on their way to Google.';
COMMENT ON TABLE public.google_calendar_series_checks IS 'CalendarSync: series whose exceptions are to be listed.';
COMMENT ON TABLE public.google_calendar_writes IS 'CalendarSync: writes whose answer is not stored yet.';
COMMENT ON TABLE public.google_calendar_listing_marks IS 'CalendarSync: what a full listing under way has seen.';
COMMENT ON TABLE public.google_calendar_set_aside IS 'CalendarSync: items from Google that could not be read.';
COMMENT ON TABLE public.google_calendar_conflicts IS 'CalendarSync: edits of both sides that met, and sweeps to approve.';
COMMENT ON TABLE public.google_calendar_sync_journal IS 'CalendarSync: what was decided, when and why.';
COMMENT ON TABLE public.google_calendar_sync_runs IS 'CalendarSync: what each run did.';
COMMENT ON TABLE public.google_calendar_notifications IS 'CalendarSync: messages to people, sent after the commit.';
COMMENT ON TABLE public.google_calendar_oauth_states IS 'CalendarSync: consents under way.';
COMMENT ON TABLE public.google_calendar_timer_runs IS 'CalendarSync: runs of the timer functions.';

COMMIT;
