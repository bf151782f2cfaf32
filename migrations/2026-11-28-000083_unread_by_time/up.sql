-- C18: what is unread, newest activity first.
CREATE INDEX CONCURRENTLY conversations_unread_by_time
    ON conversations (workspace_id, last_activity_at DESC, id DESC) WHERE unread_count > 0;
