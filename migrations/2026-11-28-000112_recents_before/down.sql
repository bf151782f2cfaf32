CREATE INDEX conversations_recents ON conversations (workspace_id, last_activity_at DESC, id DESC)
    WHERE archived_at IS NULL;
