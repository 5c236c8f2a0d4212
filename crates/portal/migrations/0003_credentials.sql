-- Credentials that were issued, as long as they count: what has no row here is issued anew.
CREATE TABLE credential (
    status_index INTEGER PRIMARY KEY,
    account      TEXT NOT NULL,
    device       TEXT,              -- none: the paper one
    expires_at   INTEGER NOT NULL,  -- Unix seconds
    revoked_at   INTEGER            -- Unix seconds
) STRICT;
CREATE INDEX credential_by_account ON credential (account);
CREATE INDEX credential_revoked ON credential (expires_at) WHERE revoked_at IS NOT NULL;

-- The newest status list, as it was issued.
CREATE TABLE status_list (
    only      INTEGER PRIMARY KEY CHECK (only = 1),
    serial    INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,  -- Unix seconds
    stale     INTEGER NOT NULL CHECK (stale IN (0, 1)),  -- something was withdrawn since
    list      BLOB NOT NULL
) STRICT;

-- Public halves of keys that sign no longer; what they signed stays good.
CREATE TABLE retired_key (
    public_key BLOB PRIMARY KEY CHECK (length(public_key) = 32),
    key_use    TEXT NOT NULL,
    not_before INTEGER NOT NULL,  -- Unix seconds
    not_after  INTEGER NOT NULL   -- Unix seconds
) STRICT, WITHOUT ROWID;
