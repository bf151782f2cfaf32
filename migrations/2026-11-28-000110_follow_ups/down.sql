DELETE FROM thread_records WHERE kind IN ('put_off', 'follow_up_due', 'follow_up_done');
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved',
         'automation_paused', 'automation_resumed', 'assigned'));
DELETE FROM saved_filters WHERE follow_up IS NOT NULL;
ALTER TABLE saved_filters
    DROP CONSTRAINT saved_filters_filter_something,
    DROP COLUMN follow_up,
    ADD CONSTRAINT saved_filters_filter_something
        CHECK (assignee IS NOT NULL OR tag_id IS NOT NULL OR stage_id IS NOT NULL OR unread);
DELETE FROM jobs WHERE kind = 'end_put_off';
ALTER TABLE conversations
    DROP COLUMN put_off_until,
    DROP COLUMN follow_up_due_at,
    DROP COLUMN put_off_by;
