-- P6: contacts by when they were added; exports read them in this order.
CREATE INDEX CONCURRENTLY contacts_by_age ON contacts (workspace_id, created_at, id);
