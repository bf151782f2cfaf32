-- P4, P5: workflows and redrips, which are workflows for contacts who went silent. What one does is
-- in workflow_steps, how far it is with a contact in workflow_runs.
CREATE TABLE workflows (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('workflow', 'redrip')),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    -- Counts the changes: whoever saves says on which one they worked.
    revision integer NOT NULL CHECK (revision >= 1),
    -- The steps that new runs get.
    version integer NOT NULL CHECK (version >= 1),
    -- Put on whoever it is started for. No key keeps a tag from going: what is gone is put on nobody.
    tag_id uuid,
    -- Whether the EZ button of its kind starts it.
    ez boolean NOT NULL,
    -- Whether a text from the contact ends its run.
    ends_on_reply boolean NOT NULL,
    -- A redrip is for those who were silent so long, and had no redrip for so long.
    silent_days integer CHECK (silent_days BETWEEN 1 AND 3650),
    cooldown_days integer CHECK (cooldown_days BETWEEN 0 AND 3650),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- Nobody sees it any more, and a job ends its runs.
    deleted_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    CHECK ((kind = 'redrip') = (silent_days IS NOT NULL)),
    CHECK ((kind = 'redrip') = (cooldown_days IS NOT NULL))
);
CREATE UNIQUE INDEX workflows_name ON workflows (workspace_id, kind, lower(name)) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX workflows_ez ON workflows (workspace_id, kind) WHERE ez AND deleted_at IS NULL;

-- The steps of each version that was ever saved: editing changes no run that is under way.
CREATE TABLE workflow_steps (
    workspace_id uuid NOT NULL,
    workflow_id uuid NOT NULL,
    version integer NOT NULL,
    -- Counts from 0.
    place integer NOT NULL CHECK (place >= 0),
    -- As shared/src/workflows.rs writes it.
    step jsonb NOT NULL CHECK (jsonb_typeof(step -> 'kind') = 'string'),
    PRIMARY KEY (workspace_id, workflow_id, version, place),
    FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows
);

-- What starts a workflow by itself: a lead from a token, a tag that is put on, a stage that is
-- reached. No key keeps what is named from going: nothing comes from it then.
CREATE TABLE workflow_triggers (
    workspace_id uuid NOT NULL,
    workflow_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('lead', 'tag', 'stage')),
    named uuid NOT NULL,
    PRIMARY KEY (workspace_id, workflow_id, kind, named),
    FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows
);
CREATE INDEX workflow_triggers_named ON workflow_triggers (workspace_id, kind, named);

-- Whoever changes a run holds its contact.
CREATE TABLE workflow_runs (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    workflow_id uuid NOT NULL,
    version integer NOT NULL,
    contact_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    -- Who started it; nobody, when it started by itself.
    agent_id uuid,
    api_token_id uuid,
    state text NOT NULL CHECK (state IN
        ('running', 'finished', 'replied', 'opted_out', 'stopped', 'failed')),
    -- The step that is done next, or was the last; and of how many.
    place integer NOT NULL CHECK (place >= 0),
    steps integer NOT NULL CHECK (steps > 0),
    -- When it is done.
    due_at timestamptz,
    -- Why that is later than its steps say: the send gate holds its text, or the workspace lacks what
    -- the text needs, since when.
    hold_code text,
    hold text,
    lacking_since timestamptz,
    -- The moment that was reserved for its text in the pace of a number.
    slot_at timestamptz,
    slot_number_id uuid,
    -- What the gate has answered to that text so far: the text gets it when it is written.
    answers jsonb CHECK (jsonb_typeof(answers) = 'array'),
    -- Whether a text from the contact ends it: as the workflow said when it was started.
    ends_on_reply boolean NOT NULL,
    -- How many texts it has sent.
    sent integer NOT NULL DEFAULT 0 CHECK (sent >= 0),
    -- Why it ended, where the state alone doesn't say it.
    reason text NOT NULL DEFAULT '',
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows,
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts,
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations,
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    CHECK ((state = 'running') = (due_at IS NOT NULL)),
    CHECK ((state = 'running') = (ended_at IS NULL)),
    CHECK (place <= steps),
    CHECK ((hold_code IS NULL) = (hold IS NULL)),
    CHECK (state = 'running' OR hold_code IS NULL)
);
-- A contact is in a workflow once at a time.
CREATE UNIQUE INDEX workflow_runs_running ON workflow_runs (workspace_id, contact_id, workflow_id)
    WHERE state = 'running';
CREATE INDEX workflow_runs_of_contact ON workflow_runs (workspace_id, contact_id, started_at DESC, id DESC);
CREATE INDEX workflow_runs_of_conversation ON workflow_runs (workspace_id, conversation_id);
CREATE INDEX workflow_runs_newest ON workflow_runs (workspace_id, workflow_id, started_at DESC, id DESC);
CREATE INDEX workflow_runs_held ON workflow_runs (workspace_id, due_at, id) WHERE hold_code IS NOT NULL;
CREATE INDEX workflow_runs_of_workflow ON workflow_runs (workspace_id, workflow_id, state, started_at DESC, id DESC);

-- The thread tells of runs, and excerpts show their texts. Checked for the rows that are there by the
-- next migration, without a lock that anybody waits for.
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived', 'stage_moved',
         'automation_paused', 'automation_resumed', 'assigned', 'put_off', 'follow_up_due',
         'follow_up_done', 'contacts_merged', 'workflow_started', 'workflow_ended',
         'redrip_started', 'redrip_ended')) NOT VALID;
ALTER TABLE conversations
    DROP CONSTRAINT conversations_excerpt_by_check,
    DROP CONSTRAINT conversations_excerpt_name_check,
    ADD CONSTRAINT conversations_excerpt_by_check CHECK (excerpt_by IN
        ('contact', 'agent', 'api_token', 'workflow', 'copperline', 'record')) NOT VALID,
    ADD CONSTRAINT conversations_excerpt_name_check CHECK
        ((excerpt_by IN ('agent', 'api_token', 'workflow')) = (excerpt_name IS NOT NULL)) NOT VALID;

-- A run's text names the run and the step: each step sends one at the most.
ALTER TABLE messages
    ADD COLUMN workflow_id uuid,
    ADD COLUMN workflow_run_id uuid,
    ADD COLUMN workflow_step integer,
    DROP CONSTRAINT messages_sender_check,
    ADD CONSTRAINT messages_sender_check CHECK (sender IN
        ('contact', 'agent', 'api_token', 'workflow', 'copperline')) NOT VALID,
    ADD CONSTRAINT messages_workflow_check CHECK ((sender = 'workflow') =
        (workflow_id IS NOT NULL AND workflow_run_id IS NOT NULL AND workflow_step IS NOT NULL)) NOT VALID,
    ADD CONSTRAINT messages_workflow_fkey
        FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows NOT VALID,
    ADD CONSTRAINT messages_workflow_run_fkey
        FOREIGN KEY (workspace_id, workflow_run_id) REFERENCES workflow_runs NOT VALID;

-- C6: starting a workflow for many, and why it wasn't started for some.
ALTER TABLE bulk_actions
    DROP CONSTRAINT bulk_actions_kind_check,
    ADD CONSTRAINT bulk_actions_kind_check CHECK (kind IN
        ('archive', 'unarchive', 'mark_hot', 'mark_not_hot', 'mark_read', 'tag', 'untag',
         'assign', 'workflow')),
    ADD COLUMN workflow_id uuid,
    ADD CONSTRAINT bulk_actions_workflow_check CHECK ((kind = 'workflow') = (workflow_id IS NOT NULL)),
    -- How many were left alone for each reason, by its code.
    ADD COLUMN reasons jsonb NOT NULL DEFAULT '{}';
