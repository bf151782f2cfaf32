-- Background work, the events outbox, and answers kept for repeated requests.
CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    workspace_id uuid REFERENCES workspaces,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    run_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    -- Set while a worker has it; when it passes, another worker may take the job.
    leased_until timestamptz,
    last_error text,
    -- Given up after the last attempt; kept for people to look at and retry.
    dead_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE dead_at IS NULL;

-- A workspace's event counter. Its row is locked last in each transaction, so that
-- commit order is cursor order and no reader can skip an event.
CREATE TABLE event_cursors (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces,
    cursor bigint NOT NULL DEFAULT 0
);

CREATE TABLE events (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    cursor bigint NOT NULL,
    audience text NOT NULL CHECK (audience IN ('workspace', 'admins', 'owner', 'agent')),
    audience_agent_id uuid,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, cursor),
    FOREIGN KEY (workspace_id, audience_agent_id) REFERENCES agents,
    CHECK ((audience = 'agent') = (audience_agent_id IS NOT NULL))
);
CREATE INDEX events_by_age ON events (created_at);

-- The first answer to a request that carried an Idempotency-Key; kept 24 hours.
CREATE TABLE idempotent_answers (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    caller_id uuid NOT NULL,
    key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
    request_hash bytea NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, caller_id, key)
);
CREATE INDEX idempotent_answers_by_age ON idempotent_answers (created_at);
