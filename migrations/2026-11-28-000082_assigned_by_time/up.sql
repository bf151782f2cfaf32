-- C18: the conversations of one agent, newest activity first.
CREATE INDEX CONCURRENTLY conversations_assigned
    ON conversations (workspace_id, assigned_agent_id, last_activity_at DESC, id DESC)
    WHERE assigned_agent_id IS NOT NULL;
