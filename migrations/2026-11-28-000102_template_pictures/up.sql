-- P3: a template may carry a picture.
ALTER TABLE templates ADD COLUMN picture_id uuid;
ALTER TABLE templates ADD FOREIGN KEY (workspace_id, picture_id) REFERENCES pictures;
CREATE INDEX templates_of_picture ON templates (workspace_id, picture_id) WHERE picture_id IS NOT NULL;
