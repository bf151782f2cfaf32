-- C1: a row of the list says who wrote what it shows, and reads it from the conversation alone. The
-- name is the one they had then: an agent's first name, a token's name.
-- What is there already is filled in and checked by the next migration, which locks nobody out.
ALTER TABLE conversations
    DROP CONSTRAINT conversations_excerpt_by_check,
    ADD COLUMN excerpt_agent_id uuid,
    ADD COLUMN excerpt_name text,
    ADD CONSTRAINT conversations_excerpt_by_check
        CHECK (excerpt_by IN ('contact', 'agent', 'api_token', 'copperline', 'record')) NOT VALID,
    ADD CONSTRAINT conversations_excerpt_agent_check
        CHECK ((excerpt_by = 'agent') = (excerpt_agent_id IS NOT NULL)) NOT VALID,
    ADD CONSTRAINT conversations_excerpt_name_check
        CHECK ((excerpt_by IN ('agent', 'api_token')) = (excerpt_name IS NOT NULL)) NOT VALID,
    ADD CONSTRAINT conversations_excerpt_agent_fkey
        FOREIGN KEY (workspace_id, excerpt_agent_id) REFERENCES agents NOT VALID;
