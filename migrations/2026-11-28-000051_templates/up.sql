-- C9, P3: texts to insert while writing, and for workflows to send.
CREATE TABLE templates (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 100),
    body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 1600),
    -- What is typed after a slash; lower case. NULL: chosen by its title only.
    shortcut text CHECK (shortcut ~ '^[a-z0-9-]{1,32}$'),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, shortcut)
);
