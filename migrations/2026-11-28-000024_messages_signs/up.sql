-- C3: texts with signs are few, and only they stand here.
CREATE INDEX CONCURRENTLY messages_signs ON messages USING gin (workspace_id, signs(body))
    WHERE signs(body) <> '{}';
