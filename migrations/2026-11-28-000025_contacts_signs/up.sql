-- C3: contacts with signs in their names are few, and only they stand here.
CREATE INDEX CONCURRENTLY contacts_signs ON contacts USING gin (workspace_id, signs(search_text))
    WHERE signs(search_text) <> '{}';
