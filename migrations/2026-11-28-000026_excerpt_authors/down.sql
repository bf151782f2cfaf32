ALTER TABLE conversations
    DROP CONSTRAINT conversations_excerpt_by_check,
    DROP CONSTRAINT conversations_excerpt_agent_check,
    DROP CONSTRAINT conversations_excerpt_name_check,
    DROP CONSTRAINT conversations_excerpt_agent_fkey,
    DROP COLUMN excerpt_agent_id,
    DROP COLUMN excerpt_name;
UPDATE conversations SET excerpt_by = 'workspace'
    WHERE excerpt_by IN ('agent', 'api_token', 'copperline');
ALTER TABLE conversations ADD CONSTRAINT conversations_excerpt_by_check
    CHECK (excerpt_by IN ('contact', 'workspace', 'record'));
