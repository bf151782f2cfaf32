-- P6: contacts by source, in any case; also what sources there are.
CREATE INDEX CONCURRENTLY contacts_by_source ON contacts
    (workspace_id, (lower(source) COLLATE "C"), id);
