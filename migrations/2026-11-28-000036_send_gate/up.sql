-- Texts that wait (C8, X3, X5): chosen for later, or held by the send gate. They are not charged, and
-- one job asks about each again at its moment.
ALTER TABLE messages
    -- When it is asked about again; NULL for what doesn't wait.
    ADD COLUMN due_at timestamptz,
    -- The moment that is reserved for it in its number's pace.
    ADD COLUMN slot_at timestamptz,
    -- Why it is held, or why it ended without having left: a code and plain words.
    ADD COLUMN reason_code text,
    ADD COLUMN reason text,
    -- X3: when the gate gave its last answer, and what it answered before, as [{asked_at, checks}].
    ADD COLUMN asked_at timestamptz,
    ADD COLUMN earlier_decisions jsonb;
-- Checked for the rows that are there by the next migration, which locks nobody out.
ALTER TABLE messages DROP CONSTRAINT messages_state_check;
ALTER TABLE messages
    ADD CONSTRAINT messages_state_check CHECK (state IN
        ('received', 'scheduled', 'held', 'queued', 'sent', 'delivered', 'undelivered', 'failed', 'cancelled'))
        NOT VALID,
    ADD CONSTRAINT messages_due_check CHECK ((state IN ('scheduled', 'held')) = (due_at IS NOT NULL))
        NOT VALID,
    ADD CONSTRAINT messages_unpaid_check CHECK (due_at IS NULL OR price_micros = 0) NOT VALID,
    ADD CONSTRAINT messages_reason_check CHECK ((reason_code IS NULL) = (reason IS NULL)) NOT VALID;

ALTER TABLE workspaces
    -- Whether a contact may be texted only with recorded consent.
    ADD COLUMN consent_required boolean NOT NULL DEFAULT false,
    -- What quiet hours do to a person's reply in a live conversation.
    ADD COLUMN live_replies text NOT NULL DEFAULT 'send'
        CHECK (live_replies IN ('send', 'ask', 'wait'));

-- Phones that a carrier's error proved to take no texts: landlines, and numbers that are no phone.
CREATE TABLE untextable_phones (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    phone text NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{7,14}$'),
    error_code text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, phone)
);

-- What a number has sent and promised to send in the minute that ends with `newest`.
CREATE TABLE number_pace (
    workspace_id uuid NOT NULL,
    number_id uuid NOT NULL,
    newest timestamptz NOT NULL,
    -- Segments by second, backwards from `newest`.
    segments integer[] NOT NULL,
    PRIMARY KEY (workspace_id, number_id),
    FOREIGN KEY (workspace_id, number_id) REFERENCES numbers
);

-- When contacts may be texted, in minutes after midnight on their own clocks. The same for every
-- workspace; a day without hours takes no texts.
CREATE TABLE texting_hours (
    -- Two letters, or 'default' for every state without a row.
    state text PRIMARY KEY CHECK (state ~ '^[A-Z]{2}$' OR state = 'default'),
    weekdays_from smallint,
    weekdays_to smallint,
    saturdays_from smallint,
    saturdays_to smallint,
    sundays_from smallint,
    sundays_to smallint,
    source text NOT NULL CHECK (char_length(source) BETWEEN 1 AND 500),
    updated_at timestamptz NOT NULL,
    CHECK ((weekdays_from IS NULL) = (weekdays_to IS NULL)),
    CHECK ((saturdays_from IS NULL) = (saturdays_to IS NULL)),
    CHECK ((sundays_from IS NULL) = (sundays_to IS NULL)),
    CHECK (weekdays_from >= 0 AND weekdays_from < weekdays_to AND weekdays_to <= 1440),
    CHECK (saturdays_from >= 0 AND saturdays_from < saturdays_to AND saturdays_to <= 1440),
    CHECK (sundays_from >= 0 AND sundays_from < sundays_to AND sundays_to <= 1440),
    -- A week without any hours would let nothing wait for anything.
    CHECK (coalesce(weekdays_from, saturdays_from, sundays_from) IS NOT NULL)
);
INSERT INTO texting_hours VALUES
    ('default', 480, 1200, 480, 1200, 480, 1200,
        'A cautious cut of 47 CFR 64.1200(c)(1), which permits 8 am to 9 pm', now()),
    ('CT', 540, 1200, 540, 1200, 540, 1200, 'Published vendor tables (9 am to 8 pm)', now()),
    ('FL', 480, 1200, 480, 1200, 480, 1200, 'Fla. Stat. 501.616(6); published vendor tables (8 am to 8 pm)', now()),
    ('IL', 480, 1260, 480, 1260, 480, 1260, '815 ILCS 413/15 (8 am to 9 pm)', now()),
    ('MD', 480, 1200, 480, 1200, 480, 1200, 'Published vendor tables (8 am to 8 pm)', now()),
    ('MS', 480, 1200, 480, 1200, 480, 1200, 'Published vendor tables (8 am to 8 pm)', now()),
    ('NC', 480, 1260, 480, 1260, 480, 1260, 'N.C. Gen. Stat. 75-102 (8 am to 9 pm)', now()),
    ('NJ', 480, 1200, 480, 1200, 480, 1200, 'Published vendor tables (8 am to 8 pm)', now()),
    ('NY', 480, 1260, 480, 1260, 480, 1260, 'N.Y. Gen. Bus. Law 399-z (8 am to 9 pm)', now()),
    ('OK', 480, 1200, 480, 1200, 480, 1200, 'Published vendor tables (8 am to 8 pm)', now()),
    ('PA', 480, 1260, 480, 1260, 480, 1260, '73 P.S. 2245 (8 am to 9 pm)', now()),
    ('RI', 540, 1080, 600, 1020, 600, 1020,
        'R.I. Gen. Laws 5-61-3.6; published vendor tables (weekdays 9 am to 6 pm, weekends 10 am to 5 pm)', now()),
    ('TX', 540, 1260, 540, 1260, 720, 1260,
        'Tex. Bus. & Com. Code 301.051; published vendor tables (9 am to 9 pm, Sundays noon to 9 pm)', now()),
    ('VA', 480, 1260, 480, 1260, 480, 1260, 'Va. Code 59.1-511 (8 am to 9 pm)', now());
