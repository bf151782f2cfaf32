-- C3, P6: a contact is found with and without accents, whichever way the name is written. The same is
-- done to what is searched for, in `conversations/rules.rs`. Only accents go, by canonical
-- decomposition (Unicode, UAX 15): the compatible one would take signs apart, which are looked for too.
-- A stored column, or the index would ask this of each row it finds once more.
CREATE FUNCTION without_accents(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(normalize(words, NFD), '[\u0300-\u036F]', '', 'g');

-- Its indexes go with it.
ALTER TABLE contacts DROP COLUMN search_text;
ALTER TABLE contacts ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS
    (without_accents(first_name || ' ' || last_name || ' ' || phone || ' ' || email)) STORED;
CREATE INDEX contacts_search ON contacts USING gin (workspace_id, search_text gin_trgm_ops);
CREATE INDEX contacts_signs ON contacts USING gin (workspace_id, signs(search_text))
    WHERE signs(search_text) <> '{}';

-- Apart from the change before, so that nobody waits while all records are looked at.
ALTER TABLE thread_records VALIDATE CONSTRAINT thread_records_author_check;
ALTER TABLE thread_records VALIDATE CONSTRAINT thread_records_api_token_fkey;
ALTER TABLE thread_records VALIDATE CONSTRAINT thread_records_workflow_fkey;
