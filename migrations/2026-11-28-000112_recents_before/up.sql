-- What Recents were before anything could be put off.
DROP INDEX CONCURRENTLY conversations_recents;
