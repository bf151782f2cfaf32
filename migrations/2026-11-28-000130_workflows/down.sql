DELETE FROM jobs WHERE kind IN ('run_workflow_step', 'start_workflow', 'end_workflow');
ALTER TABLE bulk_actions DROP CONSTRAINT bulk_actions_workflow_check;
DELETE FROM bulk_action_conversations USING bulk_actions AS action
    WHERE action.workspace_id = bulk_action_conversations.workspace_id
    AND action.id = bulk_action_conversations.bulk_action_id AND action.kind = 'workflow';
DELETE FROM bulk_actions WHERE kind = 'workflow';
ALTER TABLE bulk_actions
    DROP COLUMN reasons,
    DROP COLUMN workflow_id,
    DROP CONSTRAINT bulk_actions_kind_check,
    ADD CONSTRAINT bulk_actions_kind_check CHECK (kind IN
        ('archive', 'unarchive', 'mark_hot', 'mark_not_hot', 'mark_read', 'tag', 'untag',
         'assign'));
-- Texts that were sent stay: the program is all that is left to have written them.
ALTER TABLE messages DROP CONSTRAINT messages_workflow_check;
UPDATE messages SET sender = 'copperline' WHERE sender = 'workflow';
ALTER TABLE messages
    DROP COLUMN workflow_id,
    DROP COLUMN workflow_run_id,
    DROP COLUMN workflow_step,
    DROP CONSTRAINT messages_sender_check,
    ADD CONSTRAINT messages_sender_check CHECK (sender IN ('contact', 'agent', 'api_token', 'copperline'));
ALTER TABLE conversations
    DROP CONSTRAINT conversations_excerpt_by_check,
    DROP CONSTRAINT conversations_excerpt_name_check;
UPDATE conversations SET excerpt_by = 'copperline', excerpt_name = NULL WHERE excerpt_by = 'workflow';
ALTER TABLE conversations
    ADD CONSTRAINT conversations_excerpt_by_check
        CHECK (excerpt_by IN ('contact', 'agent', 'api_token', 'copperline', 'record')),
    ADD CONSTRAINT conversations_excerpt_name_check
        CHECK ((excerpt_by IN ('agent', 'api_token')) = (excerpt_name IS NOT NULL));
DELETE FROM thread_records WHERE kind IN
    ('workflow_started', 'workflow_ended', 'redrip_started', 'redrip_ended');
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved',
         'automation_paused', 'automation_resumed', 'assigned', 'put_off', 'follow_up_due',
         'follow_up_done', 'contacts_merged'));
DROP TABLE workflow_runs, workflow_triggers, workflow_steps, workflows;
