DROP INDEX CONCURRENTLY messages_by_time;
