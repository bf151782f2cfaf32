-- C18: that somebody was given a conversation is told them once, until they have read it.
CREATE UNIQUE INDEX CONCURRENTLY notifications_assigned_once
    ON notifications (workspace_id, agent_id, conversation_id)
    WHERE kind = 'assigned' AND read_at IS NULL;
