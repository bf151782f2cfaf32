-- C20: what is unread in Recents, without what is put off.
CREATE INDEX CONCURRENTLY conversations_unread_shown ON conversations (workspace_id)
    WHERE unread_count > 0 AND archived_at IS NULL AND put_off_until IS NULL;
