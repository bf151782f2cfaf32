DELETE FROM thread_records WHERE kind = 'contacts_merged';
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved',
         'automation_paused', 'automation_resumed', 'assigned', 'put_off', 'follow_up_due',
         'follow_up_done')) NOT VALID;
ALTER TABLE messages DROP COLUMN sent_to;
DROP INDEX leads_of_contact;
DROP TABLE contact_merges;
