-- C18: the conversations of one group, newest activity first.
CREATE INDEX CONCURRENTLY conversations_assigned_to_group
    ON conversations (workspace_id, assigned_group_id, last_activity_at DESC, id DESC)
    WHERE assigned_group_id IS NOT NULL;
