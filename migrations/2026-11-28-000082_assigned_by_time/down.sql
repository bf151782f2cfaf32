DROP INDEX conversations_assigned;
