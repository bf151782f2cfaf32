DROP FUNCTION delete_with_dependents;
DROP TRIGGER contacts_come_back ON contacts;
DROP FUNCTION contact_comes_back;
-- Whose the proof is can't be told any more.
DELETE FROM consent_entries WHERE phone IS NULL;
ALTER TABLE consent_entries DROP COLUMN phone_hash;
ALTER TABLE consent_entries ALTER COLUMN phone SET NOT NULL;
DROP FUNCTION phone_hash;
DROP TABLE erased_messages;
DROP TABLE erasures;
DROP EXTENSION pgcrypto;
