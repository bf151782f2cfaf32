-- What waits in one conversation.
CREATE INDEX CONCURRENTLY messages_waiting_thread ON messages (workspace_id, conversation_id, due_at, id)
    WHERE due_at IS NOT NULL;
