-- C18: a group may work on a conversation in the place of an agent. What is there already is looked at
-- by the next change, without a lock that anybody waits for.
ALTER TABLE conversations
    ADD COLUMN assigned_group_id uuid,
    ADD CONSTRAINT conversations_assigned_once_check
        CHECK (assigned_agent_id IS NULL OR assigned_group_id IS NULL) NOT VALID,
    ADD CONSTRAINT conversations_assigned_group_fkey
        FOREIGN KEY (workspace_id, assigned_group_id) REFERENCES groups NOT VALID;

-- A change of either is a change of who works on it.
CREATE OR REPLACE FUNCTION count_conversation_marks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.hot <> OLD.hot THEN
        NEW.hot_changes := OLD.hot_changes + 1;
    END IF;
    IF NEW.archived_at IS DISTINCT FROM OLD.archived_at THEN
        NEW.archive_changes := OLD.archive_changes + 1;
    END IF;
    IF NEW.assigned_agent_id IS DISTINCT FROM OLD.assigned_agent_id
        OR NEW.assigned_group_id IS DISTINCT FROM OLD.assigned_group_id THEN
        NEW.assignment_changes := OLD.assignment_changes + 1;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER conversations_count_marks ON conversations;
CREATE TRIGGER conversations_count_marks
    BEFORE UPDATE OF hot, archived_at, assigned_agent_id, assigned_group_id ON conversations
    FOR EACH ROW WHEN (OLD.hot <> NEW.hot OR OLD.archived_at IS DISTINCT FROM NEW.archived_at
        OR OLD.assigned_agent_id IS DISTINCT FROM NEW.assigned_agent_id
        OR OLD.assigned_group_id IS DISTINCT FROM NEW.assigned_group_id)
    EXECUTE FUNCTION count_conversation_marks();

-- C6: assigning many to a group, and giving them back to the groups they were assigned to. No key keeps
-- a group from going: nothing is assigned to one that is gone.
ALTER TABLE bulk_actions
    ADD COLUMN assignee_group_id uuid,
    DROP CONSTRAINT bulk_actions_assignee_check,
    ADD CONSTRAINT bulk_actions_assignee_check CHECK (CASE kind
        WHEN 'assign' THEN assignee_id IS NULL OR assignee_group_id IS NULL
        ELSE assignee_id IS NULL AND assignee_group_id IS NULL END);
ALTER TABLE bulk_action_conversations ADD COLUMN was_assigned_to_group uuid;

-- Saved filters of a group end with it.
ALTER TABLE saved_filters
    ADD COLUMN group_id uuid,
    ADD CONSTRAINT saved_filters_group_fkey FOREIGN KEY (workspace_id, group_id) REFERENCES groups,
    DROP CONSTRAINT saved_filters_assignee_check,
    ADD CONSTRAINT saved_filters_assignee_check
        CHECK (assignee IN ('me', 'my_groups', 'nobody', 'agent', 'group')),
    ADD CONSTRAINT saved_filters_group_check
        CHECK ((assignee IS NOT DISTINCT FROM 'group') = (group_id IS NOT NULL));
CREATE INDEX saved_filters_of_group ON saved_filters (workspace_id, group_id) WHERE group_id IS NOT NULL;

-- Whoever is given a conversation by somebody else is told so.
ALTER TABLE notifications
    DROP CONSTRAINT notifications_kind_check,
    ADD CONSTRAINT notifications_kind_check
        CHECK (kind IN ('mention', 'follow_up_due', 'assigned')) NOT VALID;
