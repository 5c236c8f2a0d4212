-- Facts about this portal that must outlive it.
CREATE TABLE portal (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    secret BLOB NOT NULL CHECK (length(secret) = 32)  -- keys the portal's own HMACs
) STRICT;

CREATE TABLE account (
    id              TEXT PRIMARY KEY,  -- random UUID, the account's pseudonym
    personal_number TEXT NOT NULL UNIQUE,
    phone           TEXT NOT NULL,
    card_issue_date TEXT NOT NULL,     -- yyyy-MM-dd
    name            TEXT NOT NULL,
    revision        INTEGER NOT NULL   -- of the newest change
) STRICT, WITHOUT ROWID;

-- One-time passwords under way, also for people the province does not know: they get the same answers.
CREATE TABLE otp (
    subject    BLOB PRIMARY KEY,  -- HMAC of personal number and phone
    code       BLOB NOT NULL,     -- HMAC of subject and code
    expires_at INTEGER NOT NULL,  -- Unix milliseconds
    tries      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    id         TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id),
    token      BLOB NOT NULL UNIQUE,  -- SHA-256 of the bearer token
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    platform   TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest state of each entity; a removed one stays as a row without data.
CREATE TABLE entity (
    account  TEXT NOT NULL REFERENCES account (id),
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    ver      INTEGER NOT NULL,
    lane     INTEGER NOT NULL,
    revision INTEGER NOT NULL,  -- the account's, when it changed last
    data     TEXT,
    PRIMARY KEY (account, kind, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entity_by_revision ON entity (account, revision);
