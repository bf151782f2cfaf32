DROP TABLE bulk_action_conversations;
DROP TABLE bulk_actions;
DROP TRIGGER conversations_count_marks ON conversations;
DROP FUNCTION count_conversation_marks();
ALTER TABLE conversations DROP COLUMN hot_changes, DROP COLUMN archive_changes;
