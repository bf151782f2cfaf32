-- Mail that waits was written with its link's secret, and can't be read any more: whoever misses
-- one asks again.
DELETE FROM jobs WHERE kind = 'send_mail';
