-- Jobs are claimed by kind: each kind has workers of its own.
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (kind, run_at, id) WHERE dead_at IS NULL;

-- What all nodes of this installation have in common.
CREATE TABLE installation (
    sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
    -- SHA-256 over the secrets: nodes with other ones would refuse each other's sessions.
    secrets_fingerprint bytea NOT NULL
);
