-- Numbers a workspace rents, and tokens for integrations.
CREATE TABLE numbers (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    phone text NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{7,14}$'),
    name text NOT NULL CHECK (char_length(name) <= 100),
    state text NOT NULL CHECK (state IN ('renting', 'active', 'releasing', 'released')),
    carrier_number_id text,
    is_default boolean NOT NULL,
    rented_at timestamptz NOT NULL,
    released_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    CHECK (NOT (is_default AND state IN ('releasing', 'released')))
);
CREATE UNIQUE INDEX numbers_one_default ON numbers (workspace_id) WHERE is_default;

-- Directory: whose number this is; how an inbound text finds its workspace.
CREATE TABLE rented_numbers (
    phone text PRIMARY KEY,
    workspace_id uuid NOT NULL,
    number_id uuid NOT NULL,
    UNIQUE (workspace_id, number_id),
    FOREIGN KEY (workspace_id, number_id) REFERENCES numbers
);

CREATE TABLE api_tokens (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
    -- The first characters of the secret, to tell tokens apart; never enough to use one.
    hint text NOT NULL,
    -- What leads sent with this token get when they name none of their own.
    lead_source text NOT NULL CHECK (char_length(lead_source) <= 100),
    -- A lead whose phone is already a contact: keep what is there, or fill it in from the lead.
    lead_duplicates text NOT NULL CHECK (lead_duplicates IN ('skip', 'update')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, created_by) REFERENCES agents
);

-- Directory: tokens by SHA-256 of their secret.
CREATE TABLE api_token_secrets (
    hash bytea PRIMARY KEY,
    workspace_id uuid NOT NULL,
    api_token_id uuid NOT NULL,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens
);
