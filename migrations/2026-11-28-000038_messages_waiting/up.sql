-- Everything that waits in a workspace, in the order in which it falls due.
CREATE INDEX CONCURRENTLY messages_waiting ON messages (workspace_id, due_at, id) WHERE due_at IS NOT NULL;
