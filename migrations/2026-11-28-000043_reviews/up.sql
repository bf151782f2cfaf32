-- X4: replies that read like a request to stop wait here for a person. While a review is open the
-- contact gets no automated texts.
CREATE TABLE reviews (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'opted_out', 'dismissed')),
    opened_at timestamptz NOT NULL,
    decided_at timestamptz,
    -- Who decided; neither when the contact's own STOP did.
    agent_id uuid,
    api_token_id uuid,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts,
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations,
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK (state <> 'open' OR (agent_id IS NULL AND api_token_id IS NULL)),
    CHECK (agent_id IS NULL OR api_token_id IS NULL)
);
-- A second such reply joins the open review.
CREATE UNIQUE INDEX reviews_one_open ON reviews (workspace_id, contact_id) WHERE state = 'open';
CREATE INDEX reviews_open ON reviews (workspace_id, opened_at DESC, id DESC) WHERE state = 'open';
CREATE INDEX reviews_decided ON reviews (workspace_id, decided_at DESC, id DESC) WHERE state <> 'open';
CREATE INDEX reviews_of_contact ON reviews (workspace_id, contact_id);

CREATE TABLE review_messages (
    workspace_id uuid NOT NULL,
    review_id uuid NOT NULL,
    message_id uuid NOT NULL,
    -- What the reply says, as the table of phrases called it then.
    phrase text NOT NULL,
    -- The text in pieces, [{text, matched}]: which words were read so.
    parts jsonb NOT NULL,
    PRIMARY KEY (workspace_id, review_id, message_id),
    FOREIGN KEY (workspace_id, review_id) REFERENCES reviews,
    FOREIGN KEY (workspace_id, message_id) REFERENCES messages
);
CREATE INDEX review_messages_of_message ON review_messages (workspace_id, message_id);

-- Who read a contact's own words as an opt-out; empty where a trigger did.
ALTER TABLE consent_entries ADD COLUMN decided_by text NOT NULL DEFAULT '';

-- Checked for the rows that are there by a later migration, which locks nobody out.
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check;
ALTER TABLE thread_records ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
    ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived',
     'stage_moved', 'automation_paused', 'automation_resumed')) NOT VALID;
