-- C20: the job that brings a conversation back, to take it away when the moment counts no more.
CREATE INDEX CONCURRENTLY jobs_end_put_off ON jobs (workspace_id, (payload->>'conversation_id'))
    WHERE kind = 'end_put_off';
