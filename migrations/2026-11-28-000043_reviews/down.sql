DELETE FROM thread_records WHERE kind IN ('automation_paused', 'automation_resumed');
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check;
ALTER TABLE thread_records ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
    ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved'));
ALTER TABLE consent_entries DROP COLUMN decided_by;
DROP TABLE review_messages;
DROP TABLE reviews;
