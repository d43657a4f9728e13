-- Vérifier les colonnes
SELECT column_name, data_type, is_nullable
FROM information_schema.columns
WHERE table_schema = 'public'
AND table_name = 'events'
AND column_name IN (
  'google_calendar_id',
  'google_event_id',
  'google_updated_at',
  'last_update_source',
  'deleted_at',
  'last_synced_at'
)
ORDER BY column_name;

-- Vérifier la contrainte UNIQUE
SELECT 
  conname,
  pg_get_constraintdef(oid) as definition
FROM pg_constraint
WHERE conrelid = 'public.events'::regclass
AND conname = 'events_google_calendar_event_unique';

-- Vérifier les tables
SELECT table_name 
FROM information_schema.tables 
WHERE table_schema = 'public' 
AND table_name IN ('google_calendar_webhooks', 'google_calendar_sync_queue');
