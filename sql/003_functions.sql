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
       series.id IS NOT NULL AND series.google_event_id IS NULL AND e.google_event_id IS NULL AS waits_for_series
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

COMMIT;
