-- Apart from the change before, so that nobody waits while all comments are looked at.
ALTER TABLE comments VALIDATE CONSTRAINT comments_edited_check;
