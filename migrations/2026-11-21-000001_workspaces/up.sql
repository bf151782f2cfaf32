-- Workspaces (tenants), the agents who sign in to them, and how they sign in.
-- Every tenant table carries workspace_id first in its key; what must be unique across
-- workspaces sits in small directory tables (sign_ins, refresh_tokens, mail_links).
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE workspaces (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    time_zone text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE agents (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'basic')),
    first_name text NOT NULL CHECK (char_length(first_name) <= 100),
    last_name text NOT NULL CHECK (char_length(last_name) <= 100),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX agents_one_owner ON agents (workspace_id) WHERE role = 'owner';

-- Directory: which agent an email signs in. Emails are stored in lower case.
CREATE TABLE sign_ins (
    email text PRIMARY KEY CHECK (email = lower(email)),
    workspace_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    password_hash text NOT NULL,
    confirmed_at timestamptz,
    UNIQUE (workspace_id, agent_id),
    -- Checked at commit: signing up takes the email first, then inserts whose it is.
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE sessions (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    agent_id uuid NOT NULL,
    user_agent text NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents
);
CREATE INDEX sessions_of_agent ON sessions (workspace_id, agent_id) WHERE ended_at IS NULL;

-- Directory: refresh tokens by SHA-256. A rotated token's successor is derived from it,
-- so two tabs that race receive the same one.
CREATE TABLE refresh_tokens (
    hash bytea PRIMARY KEY,
    workspace_id uuid NOT NULL,
    session_id uuid NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    rotated_at timestamptz,
    FOREIGN KEY (workspace_id, session_id) REFERENCES sessions
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (workspace_id, session_id);

-- Directory: single-use links sent by mail, by SHA-256 of their secret.
CREATE TABLE mail_links (
    hash bytea PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('confirm_email', 'reset_password')),
    email text NOT NULL REFERENCES sign_ins,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX mail_links_of_email ON mail_links (email, purpose);

-- Failed sign-ins per account and per address, shared by all nodes.
CREATE TABLE sign_in_failures (
    subject text PRIMARY KEY,
    failures integer NOT NULL CHECK (failures >= 0),
    window_started_at timestamptz NOT NULL
);
