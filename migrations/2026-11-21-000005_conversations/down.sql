DROP TABLE leads, thread_records, messages, conversations, consent_entries, opt_outs, contacts;
DROP FUNCTION contact_phone_never_changes;
