-- C11: one notepad for each contact, and what stood there before.
CREATE TABLE note_versions (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    text text NOT NULL CHECK (char_length(text) <= 10000),
    -- Who wrote it: an agent or a token.
    agent_id uuid,
    api_token_id uuid,
    -- The first and the last save of this version: saves that follow each other are one.
    began_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, contact_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts,
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    CHECK ((agent_id IS NULL) <> (api_token_id IS NULL))
);
CREATE INDEX note_versions_by_time ON note_versions (workspace_id, contact_id, began_at DESC, id DESC);

-- The version that stands there now. The revision grows by one with each save: a save that was
-- made on an older one is refused.
CREATE TABLE notes (
    workspace_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    revision integer NOT NULL CHECK (revision > 0),
    version_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, contact_id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts,
    FOREIGN KEY (workspace_id, contact_id, version_id)
        REFERENCES note_versions (workspace_id, contact_id, id)
);
