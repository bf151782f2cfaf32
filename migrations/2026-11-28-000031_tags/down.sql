ALTER TABLE contacts DROP COLUMN tag_id;
DROP TABLE contact_tags;
DROP TABLE tags;
