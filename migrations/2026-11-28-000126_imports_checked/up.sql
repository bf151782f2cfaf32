-- Apart from the change before, so that nobody waits while all entries are looked at.
ALTER TABLE consent_entries VALIDATE CONSTRAINT consent_entries_source_check;
