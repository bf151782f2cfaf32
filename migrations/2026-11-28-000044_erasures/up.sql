-- X6: what stays of a contact who was erased on request. Their phone is known only by a hash under
-- the installation's key, which the database never holds: each connection brings it.
CREATE EXTENSION IF NOT EXISTS pgcrypto;

-- The opt-out of a phone that was erased.
CREATE TABLE erasures (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    phone_hash bytea NOT NULL,
    opt_out_source text NOT NULL CHECK (opt_out_source IN ('contact', 'agent', 'carrier')),
    opted_out_at timestamptz NOT NULL,
    erased_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, phone_hash)
);

-- What a text cost, without whose it was and what it said: the ledger refers to it, and the carrier
-- may still report on it or repeat it.
CREATE TABLE erased_messages (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    state text NOT NULL,
    segments integer NOT NULL,
    price_micros bigint NOT NULL CHECK (price_micros >= 0),
    carrier_message_id text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, carrier_message_id)
);

-- Proof of consent and of opt-outs outlives the contact, under the hash of their phone.
ALTER TABLE consent_entries ALTER COLUMN phone DROP NOT NULL;
ALTER TABLE consent_entries ADD COLUMN phone_hash bytea;
ALTER TABLE consent_entries ADD CONSTRAINT consent_entries_phone_check
    CHECK ((phone IS NULL) <> (phone_hash IS NULL)) NOT VALID;
CREATE INDEX consent_entries_of_erased ON consent_entries (workspace_id, phone_hash)
    WHERE phone_hash IS NOT NULL;

-- Fails on a connection that didn't bring the key.
CREATE FUNCTION phone_hash(workspace uuid, phone text) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT hmac(convert_to(workspace::text || phone, 'UTF8'),
        convert_to(current_setting('copperline.phone_key'), 'UTF8'), 'sha256')
$$;

-- Whoever makes a contact of an erased phone again, by whatever path, finds it opted out: the
-- opt-out and its proof come back to the phone.
CREATE FUNCTION contact_comes_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE hash bytea;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM erasures WHERE workspace_id = NEW.workspace_id) THEN
        RETURN NULL;
    END IF;
    hash := phone_hash(NEW.workspace_id, NEW.phone);
    INSERT INTO opt_outs (workspace_id, phone, source, opted_out_at)
        SELECT workspace_id, NEW.phone, opt_out_source, opted_out_at FROM erasures
        WHERE workspace_id = NEW.workspace_id AND phone_hash = hash
        ON CONFLICT DO NOTHING;
    IF FOUND THEN
        UPDATE consent_entries SET phone = NEW.phone, phone_hash = NULL
            WHERE workspace_id = NEW.workspace_id AND phone_hash = hash;
        DELETE FROM erasures WHERE workspace_id = NEW.workspace_id AND phone_hash = hash;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER contacts_come_back AFTER INSERT ON contacts
    FOR EACH ROW EXECUTE FUNCTION contact_comes_back();

-- Deletes rows of a tenant table with everything that refers to them, and what refers to that:
-- whatever a later table hangs on a contact goes with the contact.
CREATE FUNCTION delete_with_dependents(target regclass, workspace uuid, ids uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE dependent record;
    dependent_ids uuid[];
BEGIN
    IF cardinality(ids) = 0 THEN
        RETURN;
    END IF;
    FOR dependent IN
        SELECT key.conrelid::regclass AS child, attribute.attname AS reference,
            EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = key.conrelid AND attname = 'id') AS has_id
        FROM pg_constraint key
        JOIN pg_attribute attribute ON attribute.attrelid = key.conrelid
            AND attribute.attnum = ANY (key.conkey) AND attribute.attname <> 'workspace_id'
        WHERE key.contype = 'f' AND key.confrelid = target
    LOOP
        IF dependent.has_id THEN
            EXECUTE format('SELECT array_agg(id) FROM %s WHERE workspace_id = $1 AND %I = ANY ($2)',
                dependent.child, dependent.reference) INTO dependent_ids USING workspace, ids;
            PERFORM delete_with_dependents(dependent.child, workspace, coalesce(dependent_ids, '{}'));
        ELSE
            EXECUTE format('DELETE FROM %s WHERE workspace_id = $1 AND %I = ANY ($2)',
                dependent.child, dependent.reference) USING workspace, ids;
        END IF;
    END LOOP;
    EXECUTE format('DELETE FROM %s WHERE workspace_id = $1 AND id = ANY ($2)', target) USING workspace, ids;
END $$;
