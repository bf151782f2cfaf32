DELETE FROM bulk_action_conversations WHERE EXISTS (SELECT 1 FROM bulk_actions AS other
    WHERE other.workspace_id = bulk_action_conversations.workspace_id
        AND other.id = bulk_action_conversations.bulk_action_id AND other.kind IN ('untag', 'assign'));
DELETE FROM bulk_actions WHERE kind IN ('untag', 'assign');
ALTER TABLE bulk_action_conversations
    DROP COLUMN was_assigned_to,
    DROP COLUMN applied_at,
    DROP COLUMN places;
ALTER TABLE bulk_actions
    DROP CONSTRAINT bulk_actions_assignee_check,
    DROP CONSTRAINT bulk_actions_tags_check,
    ADD CONSTRAINT bulk_actions_check CHECK ((kind = 'tag') = (cardinality(tag_ids) > 0)),
    DROP CONSTRAINT bulk_actions_kind_check,
    ADD CONSTRAINT bulk_actions_kind_check CHECK (kind IN
        ('archive', 'unarchive', 'mark_hot', 'mark_not_hot', 'mark_read', 'tag', 'workflow')),
    DROP COLUMN assignee_id;
DELETE FROM thread_records WHERE kind = 'assigned';
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved',
        'automation_paused', 'automation_resumed', 'workflow_started', 'workflow_ended',
        'redrip_started', 'redrip_ended', 'contacts_merged'));
DROP TRIGGER conversations_count_marks ON conversations;
CREATE OR REPLACE FUNCTION count_conversation_marks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.hot <> OLD.hot THEN
        NEW.hot_changes := OLD.hot_changes + 1;
    END IF;
    IF NEW.archived_at IS DISTINCT FROM OLD.archived_at THEN
        NEW.archive_changes := OLD.archive_changes + 1;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER conversations_count_marks BEFORE UPDATE OF hot, archived_at ON conversations
    FOR EACH ROW WHEN (OLD.hot <> NEW.hot OR OLD.archived_at IS DISTINCT FROM NEW.archived_at)
    EXECUTE FUNCTION count_conversation_marks();
ALTER TABLE conversations DROP COLUMN assigned_agent_id, DROP COLUMN assignment_changes;
