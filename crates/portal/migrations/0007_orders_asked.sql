-- When the platform was last asked about an order, in Unix milliseconds: where an account has many, each comes in its turn.
ALTER TABLE payment_order ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;
DROP INDEX payment_order_open;
CREATE INDEX payment_order_open ON payment_order (account, asked_at, waits_until, key)
    WHERE state IN ('waiting', 'expired');
