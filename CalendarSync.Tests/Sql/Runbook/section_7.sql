SELECT * FROM google_calendar_sync_queue 
WHERE status = 'pending' 
ORDER BY created_at DESC 
LIMIT 5;

SELECT 
  id,
  title,
  google_event_id,
  last_update_source,
  last_synced_at,
  google_updated_at
FROM events
WHERE google_event_id IS NOT NULL
ORDER BY last_synced_at DESC
LIMIT 5;

SELECT 
  id,
  title,
  deleted_at,
  last_update_source
FROM events
WHERE deleted_at IS NOT NULL
ORDER BY deleted_at DESC
LIMIT 5;

-- Compter les doublons (devrait être 0)
SELECT 
  google_calendar_id, 
  google_event_id, 
  COUNT(*) as count
FROM events
WHERE google_calendar_id IS NOT NULL
AND google_event_id IS NOT NULL
GROUP BY google_calendar_id, google_event_id
HAVING COUNT(*) > 1;
