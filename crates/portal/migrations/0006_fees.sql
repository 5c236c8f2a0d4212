-- Fees, by whose they are. What a fee says is its entity.
CREATE TABLE fee (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    dossier TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX fee_by_dossier ON fee (account, dossier);

-- Orders at the payment platform: one for each payment that a citizen confirmed.
CREATE TABLE payment_order (
    key         TEXT PRIMARY KEY,   -- the command's id, by which the platform knows it
    account     TEXT NOT NULL,
    fee         TEXT NOT NULL REFERENCES fee (id),
    amount      INTEGER NOT NULL,   -- đồng
    waits_until INTEGER NOT NULL,   -- Unix milliseconds
    registered  INTEGER NOT NULL DEFAULT 0 CHECK (registered IN (0, 1)),
    -- waiting: its fee is pending; expired: money that still comes is counted; paid: it has paid its fee; closed: it is over
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'expired', 'paid', 'closed'))
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_order_by_fee ON payment_order (fee);
CREATE INDEX payment_order_open ON payment_order (account, waits_until) WHERE state IN ('waiting', 'expired');
