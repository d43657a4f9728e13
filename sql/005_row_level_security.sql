-- CalendarSync, row level security: a company cannot see or touch another's rows, whatever SQL reaches the database. The
-- reasons are in docs/decisions/0003-row-level-security.md.
BEGIN;
SET LOCAL client_min_messages = warning;

-- Enabled and forced on every table of ours and on events. The service and the tables' owner keep all rows, by policies that
-- say so; and so does every role that could read or write events until now, or the application would silently see nothing.
DO $$
DECLARE
    t     record;
    names text;
    bound boolean;
BEGIN
    FOR t IN
        SELECT c.oid::regclass AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced, c.relacl AS acl, c.oid,
               c.relname = 'events' AS is_events, r.rolname AS owner, r.oid AS owner_oid,
               EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'calendar_sync_owner') AS had_owner_policy
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
           AND (c.relname = 'events' OR obj_description(c.oid, 'pg_class') LIKE 'CalendarSync:%')
    LOOP
        IF t.is_events AND NOT t.enabled THEN
            SELECT string_agg(DISTINCT quote_ident(r.rolname), ', ')
              INTO names
              FROM (SELECT x.grantee FROM aclexplode(t.acl) x
                    UNION
                    SELECT x.grantee FROM pg_catalog.pg_attribute a, aclexplode(a.attacl) x WHERE a.attrelid = t.oid
                    UNION
                    SELECT m.roleid FROM pg_catalog.pg_auth_members m
                     WHERE m.roleid IN (SELECT p.oid FROM pg_catalog.pg_roles p WHERE p.rolname IN ('pg_read_all_data', 'pg_write_all_data'))) g
              JOIN pg_catalog.pg_roles r ON r.oid = g.grantee
             WHERE r.oid <> t.owner_oid AND NOT r.rolsuper AND NOT r.rolbypassrls
               AND r.rolname NOT IN ('authenticated', 'anon', 'calendar_sync_service');
            IF names IS NOT NULL THEN
                EXECUTE format('CREATE POLICY calendar_sync_application ON %s TO %s USING (true) WITH CHECK (true)', t.name, names);
            END IF;
            IF EXISTS (SELECT FROM aclexplode(t.acl) x WHERE x.grantee = 0) THEN
                names := $policy$NOT EXISTS (SELECT FROM pg_catalog.pg_roles r
                                              WHERE r.rolname IN ('authenticated', 'anon') AND pg_has_role(r.oid, 'USAGE'))$policy$;
                EXECUTE format('CREATE POLICY calendar_sync_public ON %s USING ((SELECT %s)) WITH CHECK ((SELECT %2$s))', t.name, names);
            END IF;
        END IF;
        IF NOT t.enabled THEN
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.name);
        END IF;
        -- Where somebody has taken the owner's policy away, or had forced row level security before us, that was on purpose.
        bound := t.forced AND NOT t.had_owner_policy;
        IF NOT bound THEN
            EXECUTE format('DROP POLICY IF EXISTS calendar_sync_owner ON %s', t.name);
            EXECUTE format('CREATE POLICY calendar_sync_owner ON %s TO %I USING (true) WITH CHECK (true)', t.name, t.owner);
        END IF;
        IF NOT t.forced THEN
            EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.name);
        END IF;
        EXECUTE format('DROP POLICY IF EXISTS calendar_sync_service ON %s', t.name);
        -- The owner is a member of the service; where it has to stay bound, one passes only while one acts as the service.
        EXECUTE format('CREATE POLICY calendar_sync_service ON %s TO calendar_sync_service USING (%s) WITH CHECK (%2$s)',
            t.name, CASE WHEN bound THEN '(SELECT current_user) = ''calendar_sync_service''' ELSE 'true' END);
    END LOOP;

    -- Tables of the application's own keep their rules; where they have some, the service has to be able to read.
    FOR t IN
        SELECT c.oid::regclass AS name FROM pg_catalog.pg_class c
         WHERE c.oid IN ('public.companies'::regclass, 'public.company_users'::regclass) AND c.relkind = 'r' AND c.relrowsecurity
           AND coalesce(obj_description(c.oid, 'pg_class') NOT LIKE 'CalendarSync:%', true)
    LOOP
        EXECUTE format('DROP POLICY IF EXISTS calendar_sync_service ON %s', t.name);
        EXECUTE format('CREATE POLICY calendar_sync_service ON %s FOR SELECT TO calendar_sync_service USING (true)', t.name);
    END LOOP;
END $$;

-- End users: their own events, in the companies that they belong to. The sub-selects are worked out once per statement, so
-- that the conditions can use indexes. Writing as an end user excludes saying that one is the engine, or what time it is.
DROP POLICY IF EXISTS calendar_sync_select ON public.events;
CREATE POLICY calendar_sync_select ON public.events FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()) AND company_id = ANY (ARRAY(SELECT public.calendar_sync_my_companies())));

DROP POLICY IF EXISTS calendar_sync_insert ON public.events;
CREATE POLICY calendar_sync_insert ON public.events FOR INSERT TO authenticated
    WITH CHECK (user_id = (SELECT auth.uid()) AND company_id = ANY (ARRAY(SELECT public.calendar_sync_my_companies()))
                AND (SELECT concat(current_setting('calendar_sync.source', true), current_setting('calendar_sync.now', true))) = '');

DROP POLICY IF EXISTS calendar_sync_update ON public.events;
CREATE POLICY calendar_sync_update ON public.events FOR UPDATE TO authenticated
    USING (user_id = (SELECT auth.uid()) AND company_id = ANY (ARRAY(SELECT public.calendar_sync_my_companies())))
    WITH CHECK (user_id = (SELECT auth.uid()) AND company_id = ANY (ARRAY(SELECT public.calendar_sync_my_companies()))
                AND (SELECT concat(current_setting('calendar_sync.source', true), current_setting('calendar_sync.now', true))) = '');

DROP POLICY IF EXISTS calendar_sync_delete ON public.events;
CREATE POLICY calendar_sync_delete ON public.events FOR DELETE TO authenticated
    USING (user_id = (SELECT auth.uid()) AND company_id = ANY (ARRAY(SELECT public.calendar_sync_my_companies()))
           AND (SELECT concat(current_setting('calendar_sync.source', true), current_setting('calendar_sync.now', true))) = '');

-- Members see what waits for their companies; channels are for those who may start and stop them.
DROP POLICY IF EXISTS calendar_sync_select ON public.google_calendar_sync_queue;
CREATE POLICY calendar_sync_select ON public.google_calendar_sync_queue FOR SELECT TO authenticated
    USING (company_id = ANY (ARRAY(SELECT public.calendar_sync_my_companies())));

DROP POLICY IF EXISTS calendar_sync_select ON public.google_calendar_webhooks;
CREATE POLICY calendar_sync_select ON public.google_calendar_webhooks FOR SELECT TO authenticated
    USING (company_id = ANY (ARRAY(SELECT public.calendar_sync_my_companies(ARRAY['owner', 'admin']))));

DO $$
DECLARE
    note text;
BEGIN
    FOR note IN
        SELECT format('events has policies of its own (%s): what they allow stays allowed beside what CalendarSync allows', string_agg(p.polname, ', ' ORDER BY p.polname))
          FROM pg_catalog.pg_policy p
         WHERE p.polrelid = 'public.events'::regclass AND p.polpermissive AND p.polname NOT LIKE 'calendar\_sync\_%'
        HAVING count(*) > 0
        UNION ALL
        SELECT 'end users may write company_users, which says who may do what: REVOKE INSERT, UPDATE, DELETE ON company_users FROM authenticated'
          FROM pg_catalog.pg_class c
         WHERE c.oid = 'public.company_users'::regclass AND NOT c.relrowsecurity
           AND has_table_privilege('authenticated', c.oid, 'INSERT, UPDATE, DELETE')
    LOOP
        RAISE WARNING '%', note;
    END LOOP;
END $$;

COMMIT;
