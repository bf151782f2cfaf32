-- Mail that waits names no text: an older program can't send it.
DELETE FROM jobs WHERE kind = 'send_mail';
