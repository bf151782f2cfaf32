-- A2: groups, which are named sets of agents. Each agent belongs to at least one.
CREATE TABLE groups (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 40),
    created_at timestamptz NOT NULL,
    -- Set once the group is deleted: nobody sees it any more, nobody is in it, and a job makes the
    -- conversations nobody's that are still assigned to it.
    ending_at timestamptz,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX groups_name ON groups (workspace_id, lower(name)) WHERE ending_at IS NULL;

CREATE TABLE group_members (
    workspace_id uuid NOT NULL,
    group_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, group_id, agent_id),
    FOREIGN KEY (workspace_id, group_id) REFERENCES groups,
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents
);
CREATE INDEX group_members_of_agent ON group_members (workspace_id, agent_id);

-- Looked at when a transaction ends, so that somebody may go from one group to another in it. The
-- agent is locked first: of two transactions that each take them out of one of their two groups, the
-- second sees what the first has done.
CREATE FUNCTION agent_belongs_to_a_group() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_workspace uuid;
    who uuid;
BEGIN
    IF TG_TABLE_NAME = 'agents' THEN
        of_workspace := NEW.workspace_id;
        who := NEW.id;
    ELSE
        of_workspace := OLD.workspace_id;
        who := OLD.agent_id;
    END IF;
    PERFORM 1 FROM agents WHERE workspace_id = of_workspace AND id = who FOR NO KEY UPDATE;
    IF FOUND AND NOT EXISTS (SELECT 1 FROM group_members AS member
        JOIN groups ON groups.workspace_id = member.workspace_id AND groups.id = member.group_id
        WHERE member.workspace_id = of_workspace AND member.agent_id = who
            AND groups.ending_at IS NULL) THEN
        RAISE EXCEPTION 'agent % belongs to no group', who USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER agents_belong_to_a_group AFTER INSERT ON agents
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agent_belongs_to_a_group();
CREATE CONSTRAINT TRIGGER group_members_belong_to_a_group AFTER UPDATE OR DELETE ON group_members
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agent_belongs_to_a_group();

-- Every workspace starts with this one, with all its agents; new ones get it from api/src/groups.rs.
-- After the triggers, which wait for whoever is making an agent just now.
INSERT INTO groups (workspace_id, id, name, created_at)
SELECT id,
    -- A UUIDv7 (RFC 9562, 5.7), which PostgreSQL makes by itself only from 18 on.
    encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
        substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
    'Everyone', now()
FROM workspaces;
INSERT INTO group_members (workspace_id, group_id, agent_id)
SELECT agents.workspace_id, groups.id, agents.id
FROM agents JOIN groups ON groups.workspace_id = agents.workspace_id;
