-- C6: what is done to many conversations at once, in batches, and can be undone.

-- How often a conversation was marked hot or not, and archived or not, by whomever: an undo leaves
-- alone what somebody has changed since, even if it looks the same again.
ALTER TABLE conversations
    ADD COLUMN hot_changes integer NOT NULL DEFAULT 0,
    ADD COLUMN archive_changes integer NOT NULL DEFAULT 0;
CREATE FUNCTION count_conversation_marks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.hot <> OLD.hot THEN
        NEW.hot_changes := OLD.hot_changes + 1;
    END IF;
    IF NEW.archived_at IS DISTINCT FROM OLD.archived_at THEN
        NEW.archive_changes := OLD.archive_changes + 1;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER conversations_count_marks BEFORE UPDATE OF hot, archived_at ON conversations
    FOR EACH ROW WHEN (OLD.hot <> NEW.hot OR OLD.archived_at IS DISTINCT FROM NEW.archived_at)
    EXECUTE FUNCTION count_conversation_marks();

CREATE TABLE bulk_actions (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    -- Who asked for it: an agent or a token.
    agent_id uuid,
    api_token_id uuid,
    kind text NOT NULL CHECK (kind IN
        ('archive', 'unarchive', 'mark_hot', 'mark_not_hot', 'mark_read', 'tag')),
    -- The tags to put on, when that is what it does.
    tag_ids uuid[] NOT NULL CHECK ((kind = 'tag') = (cardinality(tag_ids) > 0)),
    state text NOT NULL CHECK (state IN ('running', 'finished', 'undoing', 'undone')),
    total integer NOT NULL CHECK (total >= 0),
    done integer NOT NULL DEFAULT 0,
    changed integer NOT NULL DEFAULT 0,
    undone integer NOT NULL DEFAULT 0,
    -- The last conversation that was looked at, doing it or undoing it.
    reached uuid,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    CHECK ((agent_id IS NULL) <> (api_token_id IS NULL)),
    CHECK (0 <= undone AND undone <= changed AND changed <= done AND done <= total)
);
CREATE INDEX bulk_actions_by_age ON bulk_actions (created_at);

-- The conversations that were chosen, and what became of each. One that is gone since is passed
-- over: no key keeps it from going.
CREATE TABLE bulk_action_conversations (
    workspace_id uuid NOT NULL,
    bulk_action_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    -- When it was changed; NULL before, and where it was so already.
    changed_at timestamptz,
    -- The conversation's own count of such changes, after this one.
    changes integer,
    -- Since when it was archived before it was brought back.
    was_archived_at timestamptz,
    -- The tags that the contact didn't wear before.
    tag_ids uuid[],
    PRIMARY KEY (workspace_id, bulk_action_id, conversation_id),
    FOREIGN KEY (workspace_id, bulk_action_id) REFERENCES bulk_actions
);
