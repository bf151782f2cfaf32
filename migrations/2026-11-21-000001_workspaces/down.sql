DROP TABLE sign_in_failures, mail_links, refresh_tokens, sessions, sign_ins, agents, workspaces;
DROP EXTENSION pg_trgm;
DROP EXTENSION btree_gin;
