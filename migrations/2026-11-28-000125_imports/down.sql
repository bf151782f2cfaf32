DROP INDEX opt_outs_suppressed;
-- Nobody is texted who was not to be: an older version knows these as an agent's.
UPDATE consent_entries SET source = 'agent' WHERE source IN ('import', 'suppression');
ALTER TABLE consent_entries DROP CONSTRAINT consent_entries_source_check;
ALTER TABLE consent_entries ADD CONSTRAINT consent_entries_source_check
    CHECK (source IN ('lead', 'contact', 'agent', 'carrier'));
UPDATE erasures SET opt_out_source = 'agent' WHERE opt_out_source IN ('import', 'suppression');
ALTER TABLE erasures DROP CONSTRAINT erasures_opt_out_source_check;
ALTER TABLE erasures ADD CONSTRAINT erasures_opt_out_source_check
    CHECK (opt_out_source IN ('contact', 'agent', 'carrier'));
UPDATE opt_outs SET source = 'agent' WHERE source IN ('import', 'suppression');
ALTER TABLE opt_outs DROP CONSTRAINT opt_outs_source_check;
ALTER TABLE opt_outs ADD CONSTRAINT opt_outs_source_check
    CHECK (source IN ('contact', 'agent', 'carrier'));
DROP TABLE import_columns;
DROP TABLE import_rows;
DROP TABLE imports;
