DELETE FROM notifications WHERE kind = 'follow_up_due';
ALTER TABLE notifications
    DROP CONSTRAINT notifications_kind_check,
    ADD CONSTRAINT notifications_kind_check CHECK (kind IN ('mention'));
