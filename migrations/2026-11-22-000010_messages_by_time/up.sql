-- C3: a search for a word that many texts have walks the newest texts until a page is full, where
-- the planner would otherwise read and sort every text that has it.
CREATE INDEX CONCURRENTLY messages_by_time ON messages (workspace_id, created_at DESC, id DESC);
