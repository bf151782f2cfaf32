-- C21: whoever wrote a comment can change its text. The revision grows by one with each change, so that
-- of two changes at once one is refused; a comment that was never changed has none and no moment of it.
ALTER TABLE comments
    ADD COLUMN revision integer NOT NULL DEFAULT 0,
    ADD COLUMN edited_at timestamptz,
    ADD CONSTRAINT comments_edited_check
        CHECK (revision >= 0 AND (revision = 0) = (edited_at IS NULL)) NOT VALID;
