-- Contacts, their one conversation each, messages, records in the thread, consent and opt-outs, leads.
CREATE TABLE contacts (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    phone text NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{7,14}$'),
    first_name text NOT NULL DEFAULT '' CHECK (char_length(first_name) <= 100),
    last_name text NOT NULL DEFAULT '' CHECK (char_length(last_name) <= 100),
    email text NOT NULL DEFAULT '' CHECK (char_length(email) <= 254),
    date_of_birth date,
    zip text NOT NULL DEFAULT '' CHECK (char_length(zip) <= 10),
    state text NOT NULL DEFAULT '' CHECK (char_length(state) <= 2),
    company text NOT NULL DEFAULT '' CHECK (char_length(company) <= 100),
    source text NOT NULL DEFAULT '' CHECK (char_length(source) <= 100),
    -- What a lead carried beyond the known fields, as it came.
    custom_fields jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    search_text text NOT NULL GENERATED ALWAYS AS
        (first_name || ' ' || last_name || ' ' || phone || ' ' || email) STORED,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, phone)
);
CREATE INDEX contacts_search ON contacts USING gin (workspace_id, search_text gin_trgm_ops);

-- C10: a contact's phone never changes, whatever the code does.
CREATE FUNCTION contact_phone_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a contact''s phone never changes' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER contacts_phone_never_changes BEFORE UPDATE OF phone ON contacts
    FOR EACH ROW WHEN (OLD.phone <> NEW.phone) EXECUTE FUNCTION contact_phone_never_changes();

-- An opt-out belongs to the phone, not to the contact's row: no merge, deletion, import or
-- re-posted lead lifts it.
CREATE TABLE opt_outs (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    phone text NOT NULL,
    -- Who asked: only an opt-out by the contact can be lifted by the contact's START.
    source text NOT NULL CHECK (source IN ('contact', 'agent', 'carrier')),
    opted_out_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, phone)
);

CREATE TABLE consent_entries (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    phone text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('consent', 'opt_out', 'opt_in')),
    source text NOT NULL CHECK (source IN ('lead', 'contact', 'agent', 'carrier')),
    -- When consent was given as the lead states it, or when the reply came in.
    given_at timestamptz NOT NULL,
    source_url text NOT NULL DEFAULT '',
    certificate text NOT NULL DEFAULT '',
    -- The words of the reply, or the trigger it matched.
    evidence text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX consent_entries_of_phone ON consent_entries (workspace_id, phone, created_at DESC);

CREATE TABLE conversations (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    -- The number last used with the contact: replies leave from it.
    number_id uuid,
    hot boolean NOT NULL DEFAULT false,
    archived_at timestamptz,
    unread_count integer NOT NULL DEFAULT 0 CHECK (unread_count >= 0),
    excerpt text NOT NULL DEFAULT '',
    excerpt_by text NOT NULL DEFAULT 'record' CHECK (excerpt_by IN ('contact', 'workspace', 'record')),
    last_activity_at timestamptz NOT NULL,
    last_inbound_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, contact_id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts,
    FOREIGN KEY (workspace_id, number_id) REFERENCES numbers
);
CREATE INDEX conversations_all ON conversations (workspace_id, last_activity_at DESC, id DESC);
CREATE INDEX conversations_recents ON conversations (workspace_id, last_activity_at DESC, id DESC)
    WHERE archived_at IS NULL;
CREATE INDEX conversations_hot ON conversations (workspace_id, last_activity_at DESC, id DESC)
    WHERE hot AND archived_at IS NULL;
CREATE INDEX conversations_archived ON conversations (workspace_id, last_activity_at DESC, id DESC)
    WHERE archived_at IS NOT NULL;
CREATE INDEX conversations_unread ON conversations (workspace_id) WHERE unread_count > 0 AND archived_at IS NULL;
CREATE INDEX conversations_of_number ON conversations (workspace_id, number_id);

CREATE TABLE messages (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    number_id uuid NOT NULL,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    state text NOT NULL CHECK (state IN
        ('received', 'queued', 'sent', 'delivered', 'undelivered', 'failed', 'cancelled')),
    sender text NOT NULL CHECK (sender IN ('contact', 'agent', 'api_token', 'copperline')),
    agent_id uuid,
    api_token_id uuid,
    body text NOT NULL CHECK (char_length(body) <= 1600),
    segments integer NOT NULL CHECK (segments >= 0),
    price_micros bigint NOT NULL CHECK (price_micros >= 0),
    -- The carrier's id; a text it repeats is recognised by it.
    carrier_message_id text,
    -- The carrier's error, when it refused or could not deliver.
    error_code text,
    -- While this lies ahead a worker is handing the text over. Set and past while still queued:
    -- the carrier was asked and its answer is not known. NULL: the carrier was never asked.
    leased_until timestamptz,
    -- X3: each check of the send gate and its answer.
    decision jsonb,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    settled_at timestamptz,
    search tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, carrier_message_id),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations,
    FOREIGN KEY (workspace_id, number_id) REFERENCES numbers,
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    CHECK ((direction = 'inbound') = (state = 'received')),
    CHECK ((direction = 'inbound') = (sender = 'contact')),
    CHECK ((sender = 'agent') = (agent_id IS NOT NULL)),
    CHECK ((sender = 'api_token') = (api_token_id IS NOT NULL))
);
CREATE INDEX messages_thread ON messages (workspace_id, conversation_id, created_at DESC, id DESC);
CREATE INDEX messages_search ON messages USING gin (workspace_id, search);
ALTER TABLE messages ALTER COLUMN search SET STATISTICS 1000;
CREATE INDEX messages_queued ON messages (workspace_id, conversation_id) WHERE state = 'queued';

-- What happened in a conversation that is not a message: shown in the thread.
CREATE TABLE thread_records (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived')),
    agent_id uuid,
    -- What the record names: a lead's source, an opt-out's trigger.
    detail text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations,
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents
);
CREATE INDEX thread_records_thread ON thread_records (workspace_id, conversation_id, created_at DESC, id DESC);

CREATE TABLE leads (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    api_token_id uuid NOT NULL,
    external_id text CHECK (char_length(external_id) BETWEEN 1 AND 200),
    contact_id uuid NOT NULL,
    payload jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts
);
-- S4: a vendor's id names one lead.
CREATE UNIQUE INDEX leads_external_id ON leads (workspace_id, api_token_id, external_id)
    WHERE external_id IS NOT NULL;
