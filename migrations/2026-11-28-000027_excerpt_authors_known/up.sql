-- The excerpts that were there already are their conversations' last outbound texts.
UPDATE conversations
SET excerpt_by = last.sender,
    excerpt_agent_id = last.agent_id,
    excerpt_name = coalesce(agents.first_name, api_tokens.name)
FROM conversations AS known
    CROSS JOIN LATERAL (
        SELECT sender, agent_id, api_token_id FROM messages
        WHERE messages.workspace_id = known.workspace_id
            AND messages.conversation_id = known.id AND messages.direction = 'outbound'
        ORDER BY messages.created_at DESC, messages.id DESC LIMIT 1
    ) AS last
    LEFT JOIN agents ON agents.workspace_id = known.workspace_id AND agents.id = last.agent_id
    LEFT JOIN api_tokens ON api_tokens.workspace_id = known.workspace_id
        AND api_tokens.id = last.api_token_id
WHERE known.excerpt_by = 'workspace'
    AND conversations.workspace_id = known.workspace_id AND conversations.id = known.id;

ALTER TABLE conversations VALIDATE CONSTRAINT conversations_excerpt_by_check;
ALTER TABLE conversations VALIDATE CONSTRAINT conversations_excerpt_agent_check;
ALTER TABLE conversations VALIDATE CONSTRAINT conversations_excerpt_name_check;
ALTER TABLE conversations VALIDATE CONSTRAINT conversations_excerpt_agent_fkey;
