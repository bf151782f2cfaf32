-- Reads the table, and keeps nobody from writing to it meanwhile.
ALTER TABLE messages VALIDATE CONSTRAINT messages_pictures_check;
