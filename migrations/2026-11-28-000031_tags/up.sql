-- P2, C13: tags, and which contacts wear them.
CREATE TABLE tags (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 40),
    colour text NOT NULL CHECK (colour IN
        ('copper', 'ochre', 'green', 'teal', 'blue', 'violet', 'rose', 'stone')),
    created_at timestamptz NOT NULL,
    -- Set once the tag is deleted or merged: nobody sees it any more, and a job takes it off the
    -- contacts that still wear it.
    ending_at timestamptz,
    -- The tag that those contacts get in its place.
    merged_into uuid,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, merged_into) REFERENCES tags,
    CHECK (merged_into IS NULL OR (ending_at IS NOT NULL AND merged_into <> id))
);
CREATE UNIQUE INDEX tags_name ON tags (workspace_id, lower(name)) WHERE ending_at IS NULL;
CREATE INDEX tags_merging ON tags (workspace_id, merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE contact_tags (
    workspace_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    applied_at timestamptz NOT NULL,
    -- Of tags applied together, the order they were named in.
    place smallint NOT NULL,
    PRIMARY KEY (workspace_id, contact_id, tag_id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts,
    FOREIGN KEY (workspace_id, tag_id) REFERENCES tags
);
CREATE INDEX contact_tags_of_tag ON contact_tags (workspace_id, tag_id, contact_id);

-- The tag applied last, which colours the action bubble (C1). A list of conversations reads the
-- contact anyway: this costs it nothing, where a look into contact_tags for each row would cost
-- as much as the rows. It can only be a tag that the contact wears; that it is the last one is
-- the code's, and `copperline check` verifies it.
ALTER TABLE contacts ADD COLUMN tag_id uuid;
ALTER TABLE contacts ADD CONSTRAINT contacts_tag_is_worn
    FOREIGN KEY (workspace_id, id, tag_id) REFERENCES contact_tags NOT VALID;
ALTER TABLE contacts VALIDATE CONSTRAINT contacts_tag_is_worn;
