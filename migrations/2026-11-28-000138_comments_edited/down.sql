ALTER TABLE comments
    DROP CONSTRAINT comments_edited_check,
    DROP COLUMN edited_at,
    DROP COLUMN revision;
