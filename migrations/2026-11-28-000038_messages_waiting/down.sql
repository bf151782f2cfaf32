DROP INDEX CONCURRENTLY messages_waiting;
