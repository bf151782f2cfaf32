ALTER TABLE contacts DROP COLUMN search_text;
ALTER TABLE contacts ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS
    (first_name || ' ' || last_name || ' ' || phone || ' ' || email) STORED;
CREATE INDEX contacts_search ON contacts USING gin (workspace_id, search_text gin_trgm_ops);
CREATE INDEX contacts_signs ON contacts USING gin (workspace_id, signs(search_text))
    WHERE signs(search_text) <> '{}';
DROP FUNCTION without_accents(text);
