-- C20: whoever put a conversation off, and whoever works on it, is told that it is due.
ALTER TABLE notifications
    DROP CONSTRAINT notifications_kind_check,
    ADD CONSTRAINT notifications_kind_check CHECK (kind IN ('mention', 'follow_up_due')) NOT VALID;
