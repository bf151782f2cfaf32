CREATE INDEX conversations_unread ON conversations (workspace_id)
    WHERE unread_count > 0 AND archived_at IS NULL;
