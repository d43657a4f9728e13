-- CalendarSync, roles and rights. `calendar_sync_service` is what the functions run as, `authenticated` what an application's
-- end users run as when they reach the database themselves (docs/decisions/0003-row-level-security.md).
-- Runs as a superuser, or as the owner of the tables with CREATEROLE.
BEGIN;
SET LOCAL client_min_messages = warning;

-- Roles belong to the whole server: another database's migration may create them at the same moment.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['authenticated', 'calendar_sync_service'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', wanted);
            EXCEPTION
                WHEN duplicate_object OR unique_violation THEN
                    NULL;
                WHEN insufficient_privilege THEN
                    RAISE EXCEPTION 'The role % is missing, and % may not create roles.', wanted, current_user
                        USING HINT = 'Let an administrator run: CREATE ROLE authenticated NOLOGIN NOINHERIT; '
                                     'CREATE ROLE calendar_sync_service NOLOGIN NOINHERIT; GRANT calendar_sync_service TO '
                                     || quote_ident(current_user) || ';';
            END;
        END IF;
    END LOOP;
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname IN ('authenticated', 'calendar_sync_service') AND (rolsuper OR rolbypassrls)) THEN
        RAISE WARNING 'authenticated or calendar_sync_service bypasses row level security: ALTER ROLE ... NOSUPERUSER NOBYPASSRLS';
    END IF;
END $$;

-- Whoever migrates, and whoever owns events, can do what the service can: the functions below become its property, and the
-- engine may run as the owner.
DO $$
DECLARE
    member name;
BEGIN
    FOR member IN
        SELECT r.rolname FROM pg_catalog.pg_roles r
         WHERE NOT r.rolsuper
           AND (r.rolname = current_user OR r.oid = (SELECT relowner FROM pg_catalog.pg_class WHERE oid = 'public.events'::regclass))
           AND NOT pg_has_role(r.oid, 'calendar_sync_service', 'USAGE')
    LOOP
        BEGIN
            EXECUTE format('GRANT calendar_sync_service TO %I', member);
        EXCEPTION
            WHEN unique_violation THEN
                NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION '% has to be a member of calendar_sync_service.', member
                    USING HINT = format('Let an administrator run: GRANT calendar_sync_service TO %I;', member);
        END;
    END LOOP;
END $$;

-- Only where the database has none: the user id of the request, as PostgREST and Supabase hand it over.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                    WHERE n.nspname = 'auth' AND p.proname = 'uid' AND p.pronargs = 0) THEN
        CREATE SCHEMA IF NOT EXISTS auth;
        CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
        RETURN (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
        COMMENT ON FUNCTION auth.uid() IS 'Created by CalendarSync.';
        REVOKE ALL ON FUNCTION auth.uid() FROM PUBLIC;
    END IF;
END $$;

DO $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT n.nspname AS schema, w.role
          FROM (VALUES ('authenticated'), ('calendar_sync_service')) AS w (role), pg_catalog.pg_namespace n
         WHERE n.nspname IN ('auth', 'public') AND NOT has_schema_privilege(w.role, n.oid, 'USAGE')
    LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', r.schema, r.role);
        IF NOT has_schema_privilege(r.role, r.schema, 'USAGE') THEN
            RAISE EXCEPTION '% may not use the schema %.', r.role, r.schema
                USING HINT = format('Let an administrator run: GRANT USAGE ON SCHEMA %I TO %I;', r.schema, r.role);
        END IF;
    END LOOP;
    IF EXISTS (SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname = 'auth' AND p.proname = 'uid' AND p.pronargs = 0
                  AND NOT (has_function_privilege('authenticated', p.oid, 'EXECUTE')
                           AND has_function_privilege('calendar_sync_service', p.oid, 'EXECUTE'))) THEN
        GRANT EXECUTE ON FUNCTION auth.uid() TO authenticated, calendar_sync_service;
    END IF;
END $$;

-- Tables, views and sequences of ours. Default privileges of the server (Supabase has some) may have given end users more.
DO $$
DECLARE
    t        record;
    end_user text;
BEGIN
    FOR t IN
        WITH ours AS (
            SELECT c.oid, c.relname, c.relkind FROM pg_catalog.pg_class c
             WHERE c.relnamespace = 'public'::regnamespace AND obj_description(c.oid, 'pg_class') LIKE 'CalendarSync:%')
        SELECT o.oid::regclass AS name, 'TABLE' AS kind,
               CASE WHEN o.relname IN ('companies', 'company_users') THEN 'SELECT' ELSE 'SELECT, INSERT, UPDATE, DELETE' END AS rights
          FROM ours o
        UNION ALL
        SELECT s.oid::regclass, 'SEQUENCE', 'USAGE, SELECT'
          FROM ours o
          JOIN pg_catalog.pg_depend d ON d.refobjid = o.oid AND d.deptype = 'i' AND d.classid = 'pg_class'::regclass
          JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    LOOP
        EXECUTE format('GRANT %s ON %s %s TO calendar_sync_service', t.rights, t.kind, t.name);
        FOR end_user IN SELECT 'PUBLIC' UNION ALL SELECT quote_ident(rolname) FROM pg_catalog.pg_roles WHERE rolname IN ('authenticated', 'anon') LOOP
            EXECUTE format('REVOKE ALL ON %s %s FROM %s', t.kind, t.name, end_user);
        END LOOP;
    END LOOP;
END $$;

GRANT SELECT ON public.google_calendar_sync_queue, public.google_calendar_webhooks TO authenticated;

-- Where these two are the application's own, its rights stay as they are.
GRANT SELECT ON public.companies, public.company_users TO calendar_sync_service;

-- What the application granted on its events stays, except what row level security would not hold back.
GRANT SELECT, INSERT, UPDATE, DELETE ON public.events TO calendar_sync_service;
REVOKE ALL ON public.events FROM authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.events TO authenticated;
DO $$
DECLARE
    grantee text;
BEGIN
    FOR grantee IN SELECT 'PUBLIC' UNION ALL SELECT quote_ident(rolname) FROM pg_catalog.pg_roles WHERE rolname = 'anon' LOOP
        EXECUTE format('REVOKE TRUNCATE, REFERENCES, TRIGGER ON public.events FROM %s', grantee);
    END LOOP;
END $$;

-- Functions belong to the service, so that what they do with definer's rights is what the service may do.
DO $$
DECLARE
    f         record;
    end_user  text;
    -- PostgreSQL wants the new owner to be able to create in the schema, at that moment.
    lend      boolean := NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
                         AND NOT has_schema_privilege('calendar_sync_service', 'public', 'CREATE');
    may       boolean := NOT lend OR has_schema_privilege('public', 'CREATE WITH GRANT OPTION');
BEGIN
    IF lend AND may THEN
        GRANT CREATE ON SCHEMA public TO calendar_sync_service;
    END IF;
    FOR f IN
        SELECT p.oid::regprocedure AS name, p.proowner <> 'calendar_sync_service'::regrole AS foreign_owner
          FROM pg_catalog.pg_proc p
         WHERE p.pronamespace = 'public'::regnamespace
           AND p.proname IN ('stamp_google_calendar_event', 'queue_google_calendar_sync', 'queue_google_calendar_truncate',
                             'cleanup_google_calendar_sync_queue', 'cleanup_expired_google_webhooks',
                             'get_valid_google_calendar_token', 'calendar_sync_my_companies', 'why_not_synced', 'google_calendar_queue_reasons_at')
    LOOP
        FOR end_user IN SELECT 'PUBLIC' UNION ALL SELECT quote_ident(rolname) FROM pg_catalog.pg_roles WHERE rolname IN ('authenticated', 'anon') LOOP
            EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', f.name, end_user);
        END LOOP;
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO calendar_sync_service', f.name);
        IF f.foreign_owner AND may THEN
            EXECUTE format('ALTER FUNCTION %s OWNER TO calendar_sync_service', f.name);
        ELSIF f.foreign_owner THEN
            RAISE WARNING '% stays with %, which may not let calendar_sync_service create in the schema public.', f.name, current_user;
        END IF;
    END LOOP;
    IF lend AND may THEN
        REVOKE CREATE ON SCHEMA public FROM calendar_sync_service;
    END IF;
END $$;

GRANT EXECUTE ON FUNCTION public.calendar_sync_my_companies(text[]) TO authenticated;
-- It runs with the rights of whoever asks, and says no more than they may read.
GRANT EXECUTE ON FUNCTION public.why_not_synced(uuid) TO authenticated;
-- The trigger asks it with the rights of whoever writes. It has none of its own.
GRANT EXECUTE ON FUNCTION public.calendar_sync_now() TO PUBLIC;

COMMIT;
