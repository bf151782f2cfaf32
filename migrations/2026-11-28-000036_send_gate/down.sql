DROP TABLE texting_hours;
DROP TABLE number_pace;
DROP TABLE untextable_phones;
ALTER TABLE workspaces DROP COLUMN consent_required, DROP COLUMN live_replies;
-- What waits was never charged and never leaves without the job that is unknown from here on.
UPDATE messages SET state = 'cancelled', settled_at = now(), due_at = NULL
    WHERE state IN ('scheduled', 'held');
DELETE FROM jobs WHERE kind = 'release_message';
ALTER TABLE messages
    DROP CONSTRAINT messages_state_check,
    DROP CONSTRAINT messages_due_check,
    DROP CONSTRAINT messages_unpaid_check,
    DROP CONSTRAINT messages_reason_check;
ALTER TABLE messages ADD CONSTRAINT messages_state_check CHECK (state IN
    ('received', 'queued', 'sent', 'delivered', 'undelivered', 'failed', 'cancelled'));
ALTER TABLE messages
    DROP COLUMN due_at,
    DROP COLUMN slot_at,
    DROP COLUMN reason_code,
    DROP COLUMN reason,
    DROP COLUMN asked_at,
    DROP COLUMN earlier_decisions;
