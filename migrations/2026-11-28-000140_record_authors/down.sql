ALTER TABLE thread_records
    DROP COLUMN api_token_id,
    DROP COLUMN workflow_id;
