ALTER TABLE templates DROP COLUMN picture_id;
