-- The catalogue as it stands: what the next pack is made from.
CREATE TABLE procedure (
    code TEXT PRIMARY KEY,
    data TEXT NOT NULL  -- JSON, the wire form
) STRICT, WITHOUT ROWID;

-- Packs that may still be downloaded. The newest is the one announced; the ones before it let downloads end.
CREATE TABLE catalogue_pack (
    version    INTEGER PRIMARY KEY,
    sha256     BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    size       INTEGER NOT NULL,
    procedures INTEGER NOT NULL
) STRICT;

-- Their bytes in pieces of one length, the last one shorter, so that a range is read without the rest.
CREATE TABLE catalogue_chunk (
    version  INTEGER NOT NULL REFERENCES catalogue_pack (version) ON DELETE CASCADE,
    position INTEGER NOT NULL,  -- from 0
    bytes    BLOB NOT NULL,
    PRIMARY KEY (version, position)
) STRICT;

-- Provinces and communes.
CREATE TABLE unit (
    code     TEXT PRIMARY KEY,  -- 2 digits a province, 5 a commune
    name     TEXT NOT NULL,     -- with its type, such as Xã Quảng Uyên
    province TEXT               -- of a commune
) STRICT, WITHOUT ROWID;
