-- C20: what is put off or due, newest activity first.
CREATE INDEX CONCURRENTLY conversations_followed
    ON conversations (workspace_id, last_activity_at DESC, id DESC)
    WHERE put_off_until IS NOT NULL OR follow_up_due_at IS NOT NULL;
