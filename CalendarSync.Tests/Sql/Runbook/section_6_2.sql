SELECT 
  id,
  company_id,
  calendar_id,
  channel_id,
  resource_id,
  expiration_timestamp,
  enabled,
  EXTRACT(EPOCH FROM (to_timestamp(expiration_timestamp / 1000) - now())) / 3600 as hours_until_expiration
FROM google_calendar_webhooks
WHERE enabled = true
ORDER BY expiration_timestamp ASC;
