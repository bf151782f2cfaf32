-- The simulated carrier's and card processor's own memory. They stand outside the product:
-- nothing here refers to a workspace, and the product never reads these tables.
CREATE TABLE simulated_numbers (
    phone text PRIMARY KEY,
    id text NOT NULL UNIQUE,
    inbound_url text NOT NULL,
    bought_at timestamptz NOT NULL
);

CREATE TABLE simulated_messages (
    id text PRIMARY KEY,
    -- The phone of the person on the handset page, and the number bought from the carrier.
    handset_phone text NOT NULL,
    number_phone text NOT NULL,
    body text NOT NULL,
    -- 'to_handset' was sent by a workspace, 'from_handset' by the person on the handset page.
    direction text NOT NULL CHECK (direction IN ('to_handset', 'from_handset')),
    status text NOT NULL CHECK (status IN ('queued', 'sent', 'delivered', 'undelivered', 'failed', 'received')),
    idempotency_key text UNIQUE,
    created_at timestamptz NOT NULL
);
CREATE INDEX simulated_messages_thread ON simulated_messages (number_phone, handset_phone, created_at);
CREATE INDEX simulated_messages_by_time ON simulated_messages (number_phone, created_at);

-- What the handset's owner asked to happen to the next text to it from one of these numbers.
-- Rows of one wish share its id and go together.
CREATE TABLE simulated_next_deliveries (
    handset_phone text NOT NULL,
    number_phone text NOT NULL,
    wish_id uuid NOT NULL,
    behaviour jsonb NOT NULL,
    PRIMARY KEY (handset_phone, number_phone)
);
CREATE INDEX simulated_next_deliveries_wish ON simulated_next_deliveries (wish_id);

CREATE TABLE simulated_cards (
    id text PRIMARY KEY,
    brand text NOT NULL,
    last_four text NOT NULL,
    expiry_month smallint NOT NULL,
    expiry_year smallint NOT NULL,
    -- NULL pays; otherwise the decline code each charge ends with.
    declines_with text,
    created_at timestamptz NOT NULL
);

CREATE TABLE simulated_charges (
    id text PRIMARY KEY,
    idempotency_key text NOT NULL UNIQUE,
    card_id text NOT NULL REFERENCES simulated_cards,
    amount_cents bigint NOT NULL,
    decline_code text,
    created_at timestamptz NOT NULL
);
