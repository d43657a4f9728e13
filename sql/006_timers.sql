-- CalendarSync, the timers as pg_cron would show them. The schedules are those of the functions app; cron.job and
-- cron.job_run_history tell about it, only where the database has no pg_cron of its own.
BEGIN;
SET LOCAL client_min_messages = warning;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_class c
                WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = 'cron') AND c.relname = 'job'
                  AND coalesce(obj_description(c.oid, 'pg_class') NOT LIKE 'CalendarSync:%', true)) THEN
        RAISE WARNING 'The schema cron is another''s: the runs of the timers are in google_calendar_timer_runs only.';
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'cron') THEN
        IF NOT has_database_privilege(current_database(), 'CREATE') THEN
            RAISE WARNING '% may not create the schema cron: the runs of the timers are in google_calendar_timer_runs only.', current_user;
            RETURN;
        END IF;
        CREATE SCHEMA cron;
    END IF;
    CREATE OR REPLACE VIEW cron.job WITH (security_invoker = true) AS
        SELECT j.jobid, coalesce(latest.schedule, j.schedule) AS schedule, j.command, current_database()::text AS database, true AS active, j.jobname
          FROM (VALUES
            (1::bigint, 'process-google-calendar-sync-queue', 'google-calendar-sync-processor', '0 */5 * * * *'),
            (2, 'sync-google-calendar-incremental', 'google-calendar-sync-incremental', '0 */15 * * * *'),
            (3, 'cleanup-google-calendar-sync-queue', 'google-calendar-queue-cleanup', '0 0 2 * * *'),
            (4, 'renew-google-calendar-webhooks', 'google-calendar-webhook-renewal', '0 0 3 * * *'),
            (5, 'cleanup-expired-google-webhooks', 'google-calendar-webhook-cleanup', '0 0 4 * * *'),
            (6, 'daily-google-calendar-sync', 'google-calendar-daily-sync', '0 0 6 * * *')) AS j (jobid, jobname, command, schedule)
          LEFT JOIN LATERAL (
                SELECT r.schedule FROM public.google_calendar_timer_runs r
                 WHERE r.function_name = j.command AND r.schedule IS NOT NULL
                 ORDER BY r.started_at DESC LIMIT 1) latest ON true;
    COMMENT ON VIEW cron.job IS 'CalendarSync: the timer functions, by the names of the runbook.';
    CREATE OR REPLACE VIEW cron.job_run_history WITH (security_invoker = true) AS
        SELECT j.jobid, r.id AS runid, current_database()::text AS database, r.function_name AS command, r.status, r.message AS return_message,
               r.started_at AS start_time, r.ended_at AS end_time
          FROM public.google_calendar_timer_runs r
          JOIN cron.job j ON j.command = r.function_name;
    COMMENT ON VIEW cron.job_run_history IS 'CalendarSync: runs of the timer functions.';
    GRANT USAGE ON SCHEMA cron TO calendar_sync_service;
    GRANT SELECT ON cron.job, cron.job_run_history TO calendar_sync_service;
END $$;

COMMIT;
