-- The pipeline (P1, C12): stages, and the contacts that stand in them.

-- Whoever changes what stands where locks this row first, after the contact and the conversation:
-- places in a column and the stages' sums are decided by one at a time.
CREATE TABLE pipelines (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces
);

CREATE TABLE pipeline_stages (
    workspace_id uuid NOT NULL REFERENCES pipelines,
    id uuid NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    colour text NOT NULL CHECK (colour IN
        ('copper', 'ochre', 'green', 'teal', 'blue', 'violet', 'rose', 'stone')),
    -- Counts from 0, from the left.
    position integer NOT NULL CHECK (position >= 0),
    -- How many cards there are and what they sum to, in micro-dollars: kept by triggers, so that a
    -- board of any size opens without counting.
    cards integer NOT NULL DEFAULT 0 CHECK (cards >= 0),
    total_micros bigint NOT NULL DEFAULT 0 CHECK (total_micros >= 0),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    -- Checked at commit: stages change places with each other.
    UNIQUE (workspace_id, position) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX pipeline_stages_name ON pipeline_stages (workspace_id, lower(name));

-- A contact stands in one stage at the most.
CREATE TABLE pipeline_cards (
    workspace_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    -- What the contact was quoted, in micro-dollars: whole cents, up to $99,999,999.99.
    amount_micros bigint CHECK (amount_micros BETWEEN 0 AND 99999999990000 AND amount_micros % 10000 = 0),
    -- The order within the stage, from the top; see api/src/pipeline/rules/order.rs.
    sort_key text COLLATE "C" NOT NULL
        CHECK (sort_key ~ '^[0-9a-z]{10,}$' AND length(sort_key) <= 1000),
    entered_at timestamptz NOT NULL,
    -- Where it came from: a card that is moved back at once keeps the time it had there.
    previous_stage_id uuid,
    previous_entered_at timestamptz,
    PRIMARY KEY (workspace_id, contact_id),
    UNIQUE (workspace_id, stage_id, sort_key),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts,
    FOREIGN KEY (workspace_id, stage_id) REFERENCES pipeline_stages,
    CHECK ((previous_stage_id IS NULL) = (previous_entered_at IS NULL))
);

-- One statement's changes are summed up before a stage is touched: moving 100,000 cards changes two
-- rows once.
CREATE FUNCTION pipeline_stages_are_summed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE pipeline_stages s SET cards = s.cards + d.cards, total_micros = s.total_micros + d.total
        FROM (SELECT workspace_id, stage_id, count(*) AS cards, coalesce(sum(amount_micros), 0) AS total
            FROM added GROUP BY workspace_id, stage_id) d
        WHERE s.workspace_id = d.workspace_id AND s.id = d.stage_id;
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        UPDATE pipeline_stages s SET cards = s.cards - d.cards, total_micros = s.total_micros - d.total
        FROM (SELECT workspace_id, stage_id, count(*) AS cards, coalesce(sum(amount_micros), 0) AS total
            FROM taken GROUP BY workspace_id, stage_id) d
        WHERE s.workspace_id = d.workspace_id AND s.id = d.stage_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER pipeline_cards_added AFTER INSERT ON pipeline_cards
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION pipeline_stages_are_summed();
CREATE TRIGGER pipeline_cards_changed AFTER UPDATE ON pipeline_cards
    REFERENCING OLD TABLE AS taken NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION pipeline_stages_are_summed();
CREATE TRIGGER pipeline_cards_taken AFTER DELETE ON pipeline_cards
    REFERENCING OLD TABLE AS taken
    FOR EACH STATEMENT EXECUTE FUNCTION pipeline_stages_are_summed();

-- Every workspace starts with the same six stages; new ones get them from api/src/pipeline.rs.
INSERT INTO pipelines SELECT id FROM workspaces;
INSERT INTO pipeline_stages (workspace_id, id, name, colour, position, created_at)
SELECT workspace_id,
    -- A UUIDv7 (RFC 9562, 5.7), which PostgreSQL makes by itself only from 18 on.
    encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
        substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
    stage.name, stage.colour, stage.position, now()
FROM pipelines, (VALUES
    ('New Lead', 'stone', 0),
    ('Contacted', 'blue', 1),
    ('Quoted', 'ochre', 2),
    ('Application', 'violet', 3),
    ('Won', 'green', 4),
    ('Lost', 'rose', 5)) AS stage (name, colour, position);

-- The thread tells of moves. Checked for the rows that are there by the next change, without a lock
-- that anybody waits for.
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved')) NOT VALID;
