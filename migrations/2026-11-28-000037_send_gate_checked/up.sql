ALTER TABLE messages VALIDATE CONSTRAINT messages_state_check;
ALTER TABLE messages VALIDATE CONSTRAINT messages_due_check;
ALTER TABLE messages VALIDATE CONSTRAINT messages_unpaid_check;
ALTER TABLE messages VALIDATE CONSTRAINT messages_reason_check;
