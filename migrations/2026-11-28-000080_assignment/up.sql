-- C18: who works on a conversation, and how often that was changed, by whomever: an undo leaves
-- alone what somebody has changed since.
ALTER TABLE conversations
    ADD COLUMN assigned_agent_id uuid,
    ADD COLUMN assignment_changes integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT conversations_assigned_agent_fkey
        FOREIGN KEY (workspace_id, assigned_agent_id) REFERENCES agents NOT VALID;

CREATE OR REPLACE FUNCTION count_conversation_marks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.hot <> OLD.hot THEN
        NEW.hot_changes := OLD.hot_changes + 1;
    END IF;
    IF NEW.archived_at IS DISTINCT FROM OLD.archived_at THEN
        NEW.archive_changes := OLD.archive_changes + 1;
    END IF;
    IF NEW.assigned_agent_id IS DISTINCT FROM OLD.assigned_agent_id THEN
        NEW.assignment_changes := OLD.assignment_changes + 1;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER conversations_count_marks ON conversations;
CREATE TRIGGER conversations_count_marks
    BEFORE UPDATE OF hot, archived_at, assigned_agent_id ON conversations
    FOR EACH ROW WHEN (OLD.hot <> NEW.hot OR OLD.archived_at IS DISTINCT FROM NEW.archived_at
        OR OLD.assigned_agent_id IS DISTINCT FROM NEW.assigned_agent_id)
    EXECUTE FUNCTION count_conversation_marks();

-- The thread tells of it, beside what it and other changes of the same days tell of. Checked for the
-- rows that are there by the next migration, without a lock that anybody waits for.
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved',
        'automation_paused', 'automation_resumed', 'workflow_started', 'workflow_ended',
        'redrip_started', 'redrip_ended', 'contacts_merged',
        'assigned')) NOT VALID;

-- C6: assigning many at once, and taking tags off them.
ALTER TABLE bulk_actions
    -- Who they are assigned to, when that is what it does; NULL is nobody.
    ADD COLUMN assignee_id uuid,
    ADD FOREIGN KEY (workspace_id, assignee_id) REFERENCES agents,
    DROP CONSTRAINT bulk_actions_kind_check,
    ADD CONSTRAINT bulk_actions_kind_check CHECK (kind IN
        ('archive', 'unarchive', 'mark_hot', 'mark_not_hot', 'mark_read', 'tag', 'workflow', 'untag',
        'assign')),
    DROP CONSTRAINT bulk_actions_check,
    ADD CONSTRAINT bulk_actions_tags_check
        CHECK ((kind IN ('tag', 'untag')) = (cardinality(tag_ids) > 0)),
    ADD CONSTRAINT bulk_actions_assignee_check CHECK (kind = 'assign' OR assignee_id IS NULL);
ALTER TABLE bulk_action_conversations
    -- Who it was assigned to before.
    ADD COLUMN was_assigned_to uuid,
    -- Since when the tags that were taken off had been worn, and their places among those that were
    -- applied together: as many as there are tags.
    ADD COLUMN applied_at timestamptz[],
    ADD COLUMN places smallint[];
