-- C20: what is unread of a conversation's notifications, whosoever they are.
CREATE INDEX CONCURRENTLY notifications_unread_of_conversation
    ON notifications (workspace_id, conversation_id) WHERE read_at IS NULL;
