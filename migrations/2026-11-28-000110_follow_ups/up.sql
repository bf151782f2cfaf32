-- C20: a conversation that is put off leaves Recents until a moment, or until the contact writes.
ALTER TABLE conversations
    -- Until when; set while it is away.
    ADD COLUMN put_off_until timestamptz,
    -- Since when its follow-up is due; set until it is done.
    ADD COLUMN follow_up_due_at timestamptz,
    -- Who put it off, if an agent did: whoever is told that it is due.
    ADD COLUMN put_off_by uuid,
    ADD CONSTRAINT conversations_put_off_check
        CHECK (put_off_until IS NULL OR follow_up_due_at IS NULL) NOT VALID,
    ADD CONSTRAINT conversations_put_off_by_check
        CHECK (put_off_by IS NULL OR put_off_until IS NOT NULL OR follow_up_due_at IS NOT NULL) NOT VALID,
    ADD CONSTRAINT conversations_put_off_by_fkey
        FOREIGN KEY (workspace_id, put_off_by) REFERENCES agents NOT VALID;
ALTER TABLE saved_filters
    ADD COLUMN follow_up text CHECK (follow_up IN ('due', 'waiting')),
    DROP CONSTRAINT saved_filters_filter_something,
    ADD CONSTRAINT saved_filters_filter_something CHECK (assignee IS NOT NULL OR tag_id IS NOT NULL
        OR stage_id IS NOT NULL OR unread OR follow_up IS NOT NULL);
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved',
         'automation_paused', 'automation_resumed', 'assigned', 'put_off', 'follow_up_due',
         'follow_up_done')) NOT VALID;
