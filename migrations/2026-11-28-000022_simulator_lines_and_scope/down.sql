UPDATE api_tokens SET scopes = array_remove(scopes, 'simulator') WHERE created_at < '2026-11-22 04:50:51+00';
DROP INDEX jobs_line;
ALTER TABLE jobs DROP COLUMN place, DROP COLUMN line;
