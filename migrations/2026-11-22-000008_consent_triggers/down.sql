ALTER TABLE consent_entries DROP COLUMN trigger;
