-- The account at the portal and this device's key. One row: a vault belongs to one citizen.
CREATE TABLE account (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    account     TEXT NOT NULL,  -- the account's pseudonym at the portal
    device      TEXT NOT NULL,  -- this device's id at the portal
    token       TEXT NOT NULL,  -- bearer token
    name        TEXT NOT NULL,  -- the citizen's name
    province    TEXT NOT NULL,
    device_seed BLOB NOT NULL CHECK (length(device_seed) = 32)  -- Ed25519
) STRICT;
