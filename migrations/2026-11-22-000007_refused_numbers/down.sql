UPDATE numbers SET state = 'released', released_at = coalesce(released_at, rented_at) WHERE state = 'refused';
ALTER TABLE numbers DROP CONSTRAINT numbers_state_check, DROP CONSTRAINT numbers_check, DROP CONSTRAINT numbers_refusal_check;
ALTER TABLE numbers
    ADD CONSTRAINT numbers_state_check CHECK (state IN ('renting', 'active', 'releasing', 'released')),
    ADD CONSTRAINT numbers_check CHECK (NOT (is_default AND state IN ('releasing', 'released')));
ALTER TABLE numbers DROP COLUMN refusal;
