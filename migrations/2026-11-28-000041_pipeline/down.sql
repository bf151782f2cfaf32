DROP TABLE pipeline_cards, pipeline_stages, pipelines;
DROP FUNCTION pipeline_stages_are_summed;
DELETE FROM thread_records WHERE kind = 'stage_moved';
ALTER TABLE thread_records DROP CONSTRAINT thread_records_kind_check,
    ADD CONSTRAINT thread_records_kind_check CHECK (kind IN
        ('lead_received', 'opted_out', 'opted_in', 'archived', 'unarchived'));
