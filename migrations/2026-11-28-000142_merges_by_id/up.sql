-- P6: who was merged is found by the ids they had: an old address leads to the contact that stayed.
CREATE INDEX contact_merges_of_merged ON contact_merges (workspace_id, merged_id);
CREATE INDEX contact_merges_of_merged_conversation
    ON contact_merges (workspace_id, merged_conversation_id)
    WHERE merged_conversation_id IS NOT NULL;
