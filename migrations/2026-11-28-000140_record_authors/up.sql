-- C7: a record says who did what it tells, also when a token or a workflow did. What is there already
-- names agents alone. It is looked at by the next change, without a lock that anybody waits for.
ALTER TABLE thread_records
    ADD COLUMN api_token_id uuid,
    ADD COLUMN workflow_id uuid,
    ADD CONSTRAINT thread_records_author_check
        CHECK (num_nonnulls(agent_id, api_token_id, workflow_id) <= 1) NOT VALID,
    ADD CONSTRAINT thread_records_api_token_fkey
        FOREIGN KEY (workspace_id, api_token_id) REFERENCES api_tokens NOT VALID,
    ADD CONSTRAINT thread_records_workflow_fkey
        FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows NOT VALID;
