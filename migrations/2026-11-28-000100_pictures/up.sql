-- C8, P3: pictures that are sent and received. The picture itself is a file of the store, written
-- before its row here and removed after it.
CREATE TABLE pictures (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    width integer NOT NULL CHECK (width BETWEEN 1 AND 2048),
    height integer NOT NULL CHECK (height BETWEEN 1 AND 2048),
    size_bytes integer NOT NULL CHECK (size_bytes BETWEEN 1 AND 1000000),
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    -- Who uploaded it; neither for one that came from a contact.
    agent_id uuid,
    api_token_id uuid,
    -- Names the day's folder that the file lies in.
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, agent_id) REFERENCES agents,
    FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens,
    CHECK (agent_id IS NULL OR api_token_id IS NULL)
);
CREATE INDEX pictures_by_time ON pictures (created_at);

-- How many pictures belong to the message, so that the others ask for none.
ALTER TABLE messages ADD COLUMN pictures smallint NOT NULL DEFAULT 0;
-- Checked for the rows that are there by the next migration, which locks nobody out.
ALTER TABLE messages
    ADD CONSTRAINT messages_pictures_check CHECK (pictures BETWEEN 0 AND 10) NOT VALID;

CREATE TABLE message_pictures (
    workspace_id uuid NOT NULL,
    message_id uuid NOT NULL,
    position smallint NOT NULL CHECK (position BETWEEN 0 AND 9),
    -- 'fetching' until the carrier has handed over what came in.
    state text NOT NULL CHECK (state IN ('ready', 'fetching', 'failed')),
    picture_id uuid,
    -- Where the carrier keeps what came in.
    carrier_url text,
    -- Why there is none to show, in plain words.
    reason text,
    PRIMARY KEY (workspace_id, message_id, position),
    FOREIGN KEY (workspace_id, message_id) REFERENCES messages,
    FOREIGN KEY (workspace_id, picture_id) REFERENCES pictures,
    CHECK ((state = 'ready') = (picture_id IS NOT NULL)),
    CHECK (state <> 'fetching' OR carrier_url IS NOT NULL),
    CHECK ((state = 'failed') = (reason IS NOT NULL))
);
CREATE INDEX message_pictures_of_picture ON message_pictures (workspace_id, picture_id)
    WHERE picture_id IS NOT NULL;

-- X1: pictures that the simulated carrier holds, as they were sent. One without a message was chosen
-- on a handset and not sent yet.
CREATE TABLE simulated_pictures (
    id uuid PRIMARY KEY,
    message_id text REFERENCES simulated_messages,
    position smallint NOT NULL,
    content_type text NOT NULL,
    bytes bytea NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (message_id, position)
);
-- Pictures are compressed already.
ALTER TABLE simulated_pictures ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX simulated_pictures_unsent ON simulated_pictures (created_at) WHERE message_id IS NULL;
