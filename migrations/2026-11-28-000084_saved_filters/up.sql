-- C18: filters of the list of conversations that somebody saved, for themselves or for everybody.
CREATE TABLE saved_filters (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    -- Who saved it; NULL: a token did, for everybody.
    agent_id uuid,
    shared boolean NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 40),
    tab text NOT NULL CHECK (tab IN ('all', 'hot', 'recents', 'archived')),
    -- What it lets through; whoever looks is 'me'.
    assignee text CHECK (assignee IN ('me', 'nobody', 'agent')),
    assignee_id uuid,
    tag_id uuid,
    stage_id uuid,
    unread boolean NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, assignee_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, tag_id) REFERENCES tags,
    FOREIGN KEY (workspace_id, stage_id) REFERENCES pipeline_stages,
    CHECK (shared OR agent_id IS NOT NULL),
    CHECK ((assignee IS NOT DISTINCT FROM 'agent') = (assignee_id IS NOT NULL)),
    CONSTRAINT saved_filters_filter_something
        CHECK (assignee IS NOT NULL OR tag_id IS NOT NULL OR stage_id IS NOT NULL OR unread)
);
CREATE UNIQUE INDEX saved_filters_shared_name ON saved_filters (workspace_id, lower(name)) WHERE shared;
CREATE UNIQUE INDEX saved_filters_own_name ON saved_filters (workspace_id, agent_id, lower(name))
    WHERE NOT shared;
CREATE INDEX saved_filters_of_tag ON saved_filters (workspace_id, tag_id) WHERE tag_id IS NOT NULL;
CREATE INDEX saved_filters_of_stage ON saved_filters (workspace_id, stage_id) WHERE stage_id IS NOT NULL;
