-- Apart from the change before, so that nobody waits while all rows are looked at.
ALTER TABLE conversations VALIDATE CONSTRAINT conversations_put_off_check;
ALTER TABLE conversations VALIDATE CONSTRAINT conversations_put_off_by_check;
ALTER TABLE conversations VALIDATE CONSTRAINT conversations_put_off_by_fkey;
ALTER TABLE notifications VALIDATE CONSTRAINT notifications_kind_check;
