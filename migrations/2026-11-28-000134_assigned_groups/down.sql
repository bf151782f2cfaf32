DELETE FROM jobs WHERE kind = 'end_group';
DELETE FROM notifications WHERE kind = 'assigned';
ALTER TABLE notifications
    DROP CONSTRAINT notifications_kind_check,
    ADD CONSTRAINT notifications_kind_check CHECK (kind IN ('mention', 'follow_up_due'));
DELETE FROM saved_filters WHERE assignee IN ('my_groups', 'group');
ALTER TABLE saved_filters
    DROP CONSTRAINT saved_filters_group_check,
    DROP CONSTRAINT saved_filters_assignee_check,
    ADD CONSTRAINT saved_filters_assignee_check CHECK (assignee IN ('me', 'nobody', 'agent')),
    DROP COLUMN group_id;
DELETE FROM bulk_action_conversations WHERE EXISTS (SELECT 1 FROM bulk_actions AS other
    WHERE other.workspace_id = bulk_action_conversations.workspace_id
        AND other.id = bulk_action_conversations.bulk_action_id AND other.assignee_group_id IS NOT NULL);
DELETE FROM bulk_actions WHERE assignee_group_id IS NOT NULL;
ALTER TABLE bulk_action_conversations DROP COLUMN was_assigned_to_group;
ALTER TABLE bulk_actions
    DROP CONSTRAINT bulk_actions_assignee_check,
    ADD CONSTRAINT bulk_actions_assignee_check CHECK (kind = 'assign' OR assignee_id IS NULL),
    DROP COLUMN assignee_group_id;
DROP TRIGGER conversations_count_marks ON conversations;
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
CREATE TRIGGER conversations_count_marks
    BEFORE UPDATE OF hot, archived_at, assigned_agent_id ON conversations
    FOR EACH ROW WHEN (OLD.hot <> NEW.hot OR OLD.archived_at IS DISTINCT FROM NEW.archived_at
        OR OLD.assigned_agent_id IS DISTINCT FROM NEW.assigned_agent_id)
    EXECUTE FUNCTION count_conversation_marks();
ALTER TABLE conversations
    DROP CONSTRAINT conversations_assigned_once_check,
    DROP COLUMN assigned_group_id;
