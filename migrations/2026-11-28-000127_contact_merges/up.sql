-- P6: contacts that were merged into another. What the other had no room for stays readable, and a
-- lead or a file with the phone of one that is gone finds the contact that stayed.
CREATE TABLE contact_merges (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    -- The contact that stayed.
    contact_id uuid NOT NULL,
    -- The one that is gone, and its conversation, where it had one.
    merged_id uuid NOT NULL,
    merged_conversation_id uuid,
    phone text NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{7,14}$'),
    -- The contact as it was, in JSON.
    contact jsonb NOT NULL,
    -- Who merged them: an agent or a token.
    agent_id uuid,
    api_token_id uuid,
    merged_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts,
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    CHECK ((agent_id IS NULL) <> (api_token_id IS NULL)),
    CHECK (contact_id <> merged_id)
);
CREATE INDEX contact_merges_of_contact ON contact_merges (workspace_id, contact_id, merged_at DESC, id DESC);
CREATE INDEX contact_merges_of_phone ON contact_merges (workspace_id, phone, merged_at DESC, id DESC);
-- A merge moves a contact's leads; erasing and exporting look them up too.
CREATE INDEX leads_of_contact ON leads (workspace_id, contact_id);

-- The phone that a text of a merged conversation went to or came from: what its carrier still reports
-- is about that phone. NULL where it is the contact's own.
ALTER TABLE messages ADD COLUMN sent_to text CHECK (sent_to ~ '^\+[1-9][0-9]{7,14}$');

-- All kinds there are by now.
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved',
         'automation_paused', 'automation_resumed', 'assigned', 'put_off', 'follow_up_due',
         'follow_up_done', 'contacts_merged')) NOT VALID;
