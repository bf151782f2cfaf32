-- C2, C20: Recents, without what is put off.
CREATE INDEX CONCURRENTLY conversations_recents_shown
    ON conversations (workspace_id, last_activity_at DESC, id DESC)
    WHERE archived_at IS NULL AND put_off_until IS NULL;
