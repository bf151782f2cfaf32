-- What an agent is told in the page, and nobody else.
CREATE TABLE notifications (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    -- Who is told.
    agent_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('mention')),
    conversation_id uuid NOT NULL,
    comment_id uuid,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations,
    -- Only who is mentioned is told, and once.
    FOREIGN KEY (workspace_id, comment_id, agent_id) REFERENCES comment_mentions ON DELETE CASCADE,
    UNIQUE (workspace_id, comment_id, agent_id),
    CHECK ((kind = 'mention') = (comment_id IS NOT NULL))
);
CREATE INDEX notifications_by_time ON notifications (workspace_id, agent_id, created_at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (workspace_id, agent_id, conversation_id) WHERE read_at IS NULL;
