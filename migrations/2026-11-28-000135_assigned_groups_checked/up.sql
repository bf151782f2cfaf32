-- Apart from the change before, so that nobody waits while all rows are looked at.
ALTER TABLE conversations VALIDATE CONSTRAINT conversations_assigned_once_check;
ALTER TABLE conversations VALIDATE CONSTRAINT conversations_assigned_group_fkey;
ALTER TABLE notifications VALIDATE CONSTRAINT notifications_kind_check;
