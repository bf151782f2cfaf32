DELETE FROM bulk_action_conversations USING bulk_actions
WHERE bulk_actions.workspace_id = bulk_action_conversations.workspace_id
    AND bulk_actions.id = bulk_action_conversations.bulk_action_id AND bulk_actions.on_contacts;
DELETE FROM bulk_actions WHERE on_contacts;
ALTER TABLE bulk_actions DROP COLUMN on_contacts;
