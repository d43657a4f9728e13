-- Vérifier contrainte
SELECT * FROM pg_constraint 
WHERE conname = 'events_google_calendar_event_unique';

-- Vérifier google_calendar_id rempli
SELECT COUNT(*) FROM events 
WHERE google_event_id IS NOT NULL 
AND google_calendar_id IS NULL;

-- Vérifier webhooks actifs
SELECT * FROM google_calendar_webhooks 
WHERE enabled = true 
AND expiration_timestamp > EXTRACT(EPOCH FROM now())::BIGINT * 1000;

-- Vérifier logs webhook
-- (voir Supabase Dashboard > Edge Functions > Logs)

-- Vérifier queue
SELECT * FROM google_calendar_sync_queue 
WHERE status = 'pending' 
ORDER BY created_at ASC;

-- Vérifier tokens
SELECT 
  id,
  company_id,
  expires_at,
  expires_at > now() as is_valid
FROM google_calendar_connections
WHERE enabled = true;

SELECT * FROM cron.job_run_history 
WHERE jobid = (SELECT jobid FROM cron.job WHERE jobname = 'renew-google-calendar-webhooks')
ORDER BY start_time DESC 
LIMIT 5;
