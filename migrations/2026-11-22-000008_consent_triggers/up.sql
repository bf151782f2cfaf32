-- An opt-out by text is kept in the contact's own words (evidence) and with the trigger they
-- matched; entries from before hold the trigger as their evidence.
ALTER TABLE consent_entries ADD COLUMN trigger text NOT NULL DEFAULT '';
