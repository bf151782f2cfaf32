DROP INDEX CONCURRENTLY contacts_by_source;
