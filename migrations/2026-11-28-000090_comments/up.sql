-- C21: what the people of a workspace say to each other in a conversation. A table of its own:
-- nothing that hands texts to a carrier reads it, and no row of it can become a message.
CREATE TABLE comments (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    -- Mentions stand in it as <@the agent's id>.
    text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 4000),
    -- Who wrote it: an agent or a token.
    agent_id uuid,
    api_token_id uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations,
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    CHECK ((agent_id IS NULL) <> (api_token_id IS NULL))
);
CREATE INDEX comments_by_time ON comments (workspace_id, conversation_id, created_at DESC, id DESC);

-- Whom a comment mentions: agents of the same workspace, each once.
CREATE TABLE comment_mentions (
    workspace_id uuid NOT NULL,
    comment_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, comment_id, agent_id),
    FOREIGN KEY (workspace_id, comment_id) REFERENCES comments ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents
);
