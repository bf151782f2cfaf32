DROP TABLE notes;
DROP TABLE note_versions;
