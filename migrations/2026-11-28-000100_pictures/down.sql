DROP TABLE simulated_pictures, message_pictures;
ALTER TABLE messages DROP COLUMN pictures;
DROP TABLE pictures;
