-- X1: what a handset sends in quick succession is reported in that order. A job of a line is taken
-- only when no earlier one of the line is left, whoever has it and however often it was tried.
ALTER TABLE jobs ADD COLUMN line text;
-- Counted by the database, because the nodes' clocks differ. A default of its own, so that the rows
-- that are there need not be written anew.
CREATE SEQUENCE jobs_place;
ALTER TABLE jobs ADD COLUMN place bigint;
ALTER TABLE jobs ALTER COLUMN place SET DEFAULT nextval('jobs_place');
ALTER SEQUENCE jobs_place OWNED BY jobs.place;
CREATE INDEX jobs_line ON jobs (line, place) WHERE line IS NOT NULL AND dead_at IS NULL;

-- S3: until the scope `simulator` was there, `settings` covered the handset too. Tokens made since
-- then without it were meant so.
UPDATE api_tokens SET scopes = array_append(scopes, 'simulator')
    WHERE created_at < '2026-11-22 04:50:51+00' AND scopes @> '{settings}' AND NOT scopes @> '{simulator}';
