DROP INDEX CONCURRENTLY IF EXISTS messages_of_workflow_step;
