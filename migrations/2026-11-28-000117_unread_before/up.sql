-- What was counted as unread before anything could be put off.
DROP INDEX CONCURRENTLY conversations_unread;
