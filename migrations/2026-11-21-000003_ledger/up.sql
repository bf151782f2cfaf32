-- Money: micro-dollars (1 USD = 1,000,000) in a double-entry ledger, cards and payments.
CREATE TABLE balances (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces,
    balance_micros bigint NOT NULL DEFAULT 0 CHECK (balance_micros >= 0)
);

CREATE TABLE ledger_transactions (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('funds_added', 'message_charged', 'message_refunded')),
    -- What the movement is for (a payment, a message). One movement of a kind each: no retry,
    -- duplicate or race can charge, refund or credit twice.
    reference_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, kind, reference_id)
);
CREATE INDEX ledger_transactions_by_time ON ledger_transactions (workspace_id, created_at DESC, id DESC);

CREATE TABLE ledger_entries (
    workspace_id uuid NOT NULL,
    transaction_id uuid NOT NULL,
    account text NOT NULL CHECK (account IN ('balance', 'card_payments', 'messages')),
    -- Positive adds to the account, negative takes from it.
    amount_micros bigint NOT NULL CHECK (amount_micros <> 0),
    PRIMARY KEY (workspace_id, transaction_id, account),
    FOREIGN KEY (workspace_id, transaction_id) REFERENCES ledger_transactions
);

-- M2: at commit, a transaction's entries sum to zero.
CREATE FUNCTION ledger_transaction_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE total numeric;
BEGIN
    SELECT coalesce(sum(amount_micros), 0) INTO total FROM ledger_entries
    WHERE workspace_id = NEW.workspace_id AND transaction_id = NEW.transaction_id;
    IF total <> 0 THEN
        RAISE EXCEPTION 'ledger transaction % sums to % micro-dollars, not zero', NEW.transaction_id, total
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entries_sum_to_zero AFTER INSERT ON ledger_entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_sums_to_zero();

-- The ledger is written once and never changed; a mistake is mended by another transaction.
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_transactions_append_only BEFORE UPDATE OR DELETE ON ledger_transactions
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();

CREATE TABLE cards (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    processor_id text NOT NULL,
    brand text NOT NULL,
    last_four text NOT NULL CHECK (last_four ~ '^[0-9]{4}$'),
    expiry_month smallint NOT NULL CHECK (expiry_month BETWEEN 1 AND 12),
    expiry_year smallint NOT NULL CHECK (expiry_year BETWEEN 2000 AND 2200),
    is_primary boolean NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, processor_id),
    CHECK (NOT (is_primary AND deleted_at IS NOT NULL))
);
CREATE UNIQUE INDEX cards_one_primary ON cards (workspace_id) WHERE is_primary;

CREATE TABLE payments (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    card_id uuid NOT NULL,
    amount_micros bigint NOT NULL CHECK (amount_micros > 0),
    state text NOT NULL CHECK (state IN ('pending', 'succeeded', 'failed', 'refunded')),
    processor_id text,
    failure text,
    requested_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, card_id) REFERENCES cards
);
CREATE INDEX payments_by_time ON payments (workspace_id, created_at DESC, id DESC);
