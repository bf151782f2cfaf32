DROP INDEX conversations_followed;
