CREATE TABLE IF NOT EXISTS platform (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    secret BLOB NOT NULL CHECK (length(secret) = 32)  -- authenticates notices
) STRICT;

CREATE TABLE IF NOT EXISTS ordered (
    number      INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,
    bank        TEXT NOT NULL,
    account     TEXT NOT NULL,
    amount      INTEGER NOT NULL,  -- đồng
    purpose     TEXT NOT NULL,
    waits_until INTEGER NOT NULL,  -- Unix milliseconds
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'declined', 'differs', 'paid', 'given_back')),
    changed_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS transfer (
    number  INTEGER PRIMARY KEY,
    bank    TEXT NOT NULL,
    account TEXT NOT NULL,
    amount  INTEGER NOT NULL,  -- đồng
    purpose TEXT NOT NULL,
    made_at INTEGER NOT NULL,  -- Unix milliseconds
    came    TEXT NOT NULL CHECK (came IN ('under_way', 'held', 'taken', 'sent_back')),
    ordered INTEGER REFERENCES ordered (number)
) STRICT;
