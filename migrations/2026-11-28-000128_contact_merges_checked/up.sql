-- Apart from the change before, so that nobody waits while all records are looked at.
ALTER TABLE thread_records VALIDATE CONSTRAINT thread_records_kind_check;
