-- P6: files of contacts, and of numbers never to be texted. A file's lines are kept here from its
-- upload on: whatever ends the program, the import goes on where it was.
CREATE TABLE imports (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('contacts', 'suppressions')),
    file_name text NOT NULL CHECK (char_length(file_name) <= 200),
    -- Who uploaded it: an agent or a token.
    agent_id uuid,
    api_token_id uuid,
    state text NOT NULL CHECK (state IN
        ('uploaded', 'checking', 'checked', 'running', 'finished', 'cancelled')),
    -- The columns' names, and what each is taken for; a column that is left out is ''.
    column_names text[] NOT NULL,
    mapping text[] NOT NULL CHECK (cardinality(mapping) = cardinality(column_names)),
    duplicates text NOT NULL CHECK (duplicates IN ('skip', 'update')),
    -- For contacts whose line names none.
    source text NOT NULL DEFAULT '' CHECK (char_length(source) <= 100),
    tag_ids uuid[] NOT NULL DEFAULT '{}',
    total integer NOT NULL CHECK (total >= 0),
    -- What became of the lines so far, in the dry run or in earnest.
    done integer NOT NULL DEFAULT 0,
    created integer NOT NULL DEFAULT 0,
    updated integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    -- How many of them have something to be told about them, the refused ones included.
    problems integer NOT NULL DEFAULT 0,
    -- The place of the last line that was looked at; lines of people who were erased are gone.
    reached integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    CHECK ((agent_id IS NULL) <> (api_token_id IS NULL)),
    CHECK (created >= 0 AND updated >= 0 AND unchanged >= 0 AND refused >= 0),
    CHECK (done = created + updated + unchanged + refused AND done <= total),
    CHECK (refused <= problems AND problems <= done)
);
CREATE INDEX imports_by_age ON imports (workspace_id, created_at DESC, id DESC);

CREATE TABLE import_rows (
    workspace_id uuid NOT NULL,
    import_id uuid NOT NULL,
    -- Counts from 1: the order of the file without its empty lines.
    place integer NOT NULL CHECK (place > 0),
    -- The line of the file it begins on.
    line integer NOT NULL CHECK (line > 0),
    -- Empty where the line is of somebody who was erased.
    cells text[] NOT NULL,
    -- As it was read; NULL before, and where it is none.
    phone text,
    outcome text CHECK (outcome IN ('created', 'updated', 'unchanged', 'refused')),
    problem text NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, import_id, place),
    FOREIGN KEY (workspace_id, import_id) REFERENCES imports
);
CREATE INDEX import_rows_problems ON import_rows (workspace_id, import_id, place) WHERE problem <> '';
CREATE INDEX import_rows_phones ON import_rows (workspace_id, phone) WHERE phone IS NOT NULL;
-- Whoever is erased is looked for in what stands on these.
CREATE INDEX import_rows_without_phone ON import_rows (workspace_id) WHERE phone IS NULL;

-- What columns of this name were taken for the last time.
CREATE TABLE import_columns (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    -- Trimmed, in lower case.
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    field text NOT NULL,
    PRIMARY KEY (workspace_id, name)
);

-- Whoever was opted out in a file, and numbers that are never to be texted.
ALTER TABLE opt_outs DROP CONSTRAINT opt_outs_source_check;
ALTER TABLE opt_outs ADD CONSTRAINT opt_outs_source_check
    CHECK (source IN ('contact', 'agent', 'carrier', 'import', 'suppression')) NOT VALID;
ALTER TABLE opt_outs VALIDATE CONSTRAINT opt_outs_source_check;
ALTER TABLE erasures DROP CONSTRAINT erasures_opt_out_source_check;
ALTER TABLE erasures ADD CONSTRAINT erasures_opt_out_source_check
    CHECK (opt_out_source IN ('contact', 'agent', 'carrier', 'import', 'suppression'));
ALTER TABLE consent_entries DROP CONSTRAINT consent_entries_source_check;
ALTER TABLE consent_entries ADD CONSTRAINT consent_entries_source_check
    CHECK (source IN ('lead', 'contact', 'agent', 'carrier', 'import', 'suppression')) NOT VALID;
CREATE INDEX opt_outs_suppressed ON opt_outs (workspace_id, opted_out_at DESC, phone)
    WHERE source = 'suppression';
