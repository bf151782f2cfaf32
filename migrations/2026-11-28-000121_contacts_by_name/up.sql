-- P6: contacts by name.
CREATE INDEX CONCURRENTLY contacts_by_name ON contacts
    (workspace_id, (contact_sort_name(first_name, last_name) COLLATE "C"), id);
