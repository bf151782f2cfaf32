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
    from_phone text NOT NULL,
    to_phone text NOT NULL,
    body text NOT NULL,
    -- 'to_handset' was sent by a workspace, 'from_handset' by the person on the handset page.
    direction text NOT NULL CHECK (direction IN ('to_handset', 'from_handset')),
    status text NOT NULL CHECK (status IN ('queued', 'sent', 'delivered', 'undelivered', 'failed', 'received')),
    error_code text,
    status_callback text,
    idempotency_key text UNIQUE,
    created_at timestamptz NOT NULL
);
CREATE INDEX simulated_messages_pair ON simulated_messages (to_phone, from_phone, created_at);
CREATE INDEX simulated_messages_from ON simulated_messages (from_phone, created_at);

-- What the handset's owner asked to happen to the next text sent to it.
CREATE TABLE simulated_next_deliveries (
    phone text PRIMARY KEY,
    behaviour jsonb NOT NULL
);

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
