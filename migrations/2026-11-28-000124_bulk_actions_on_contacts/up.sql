-- P6: a bulk action may be done to contacts, which need no conversation to wear a tag. What was
-- chosen then are their ids, in the column of the conversations'.
ALTER TABLE bulk_actions ADD COLUMN on_contacts boolean NOT NULL DEFAULT false;
