-- A number that the carrier would not hand over stays, with the carrier's words, until somebody
-- who manages numbers has put it away.
ALTER TABLE numbers ADD COLUMN refusal text;
ALTER TABLE numbers DROP CONSTRAINT numbers_state_check, DROP CONSTRAINT numbers_check;
ALTER TABLE numbers
    ADD CONSTRAINT numbers_state_check
        CHECK (state IN ('renting', 'refused', 'active', 'releasing', 'released')),
    ADD CONSTRAINT numbers_check
        CHECK (NOT (is_default AND state IN ('refused', 'releasing', 'released'))),
    ADD CONSTRAINT numbers_refusal_check CHECK (state <> 'refused' OR refusal IS NOT NULL);
