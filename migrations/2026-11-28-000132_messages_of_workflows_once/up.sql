-- A step of a run sends one text at the most, whatever the code does.
CREATE UNIQUE INDEX CONCURRENTLY messages_of_workflow_step
    ON messages (workspace_id, workflow_run_id, workflow_step) WHERE workflow_run_id IS NOT NULL;
