-- Items en attente
SELECT 
  id,
  company_id,
  event_id,
  action,
  status,
  retry_count,
  error_message,
  created_at
FROM google_calendar_sync_queue
WHERE status = 'pending'
ORDER BY created_at ASC;

-- Items en erreur
SELECT 
  id,
  company_id,
  event_id,
  action,
  status,
  retry_count,
  error_message,
  created_at
FROM google_calendar_sync_queue
WHERE status = 'failed'
ORDER BY created_at DESC
LIMIT 10;

-- Connexions actives
SELECT 
  id,
  company_id,
  calendar_id,
  enabled,
  expires_at,
  sync_token IS NOT NULL as has_sync_token,
  sync_direction
FROM google_calendar_connections
WHERE enabled = true
ORDER BY created_at DESC;
