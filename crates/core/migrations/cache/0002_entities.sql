-- Every kind of entity in one table, as it came: a kind that this version does not know waits there for one that does.
DROP TABLE dossier;
DROP TABLE unread_change;
CREATE TABLE entity (
    kind       TEXT NOT NULL,
    id         TEXT NOT NULL,
    ver        INTEGER NOT NULL,
    lane       INTEGER NOT NULL,
    data       TEXT,             -- JSON; the newest state that can be read
    unread     TEXT,             -- JSON; a newer state that this version cannot read
    generation INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- Contents of papers, fetched from the portal; all of it can be fetched again.
CREATE TABLE content (
    sha256   BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    size     INTEGER NOT NULL,
    complete INTEGER NOT NULL    -- 1 once the digest was found right
) STRICT, WITHOUT ROWID;

CREATE TABLE content_piece (
    sha256 BLOB NOT NULL REFERENCES content (sha256) ON DELETE CASCADE,
    start  INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (sha256, start)
) STRICT;

ALTER TABLE sync_state ADD COLUMN in_step_at INTEGER;  -- when a pull last ended with nothing left to pull
UPDATE sync_state SET cursor = NULL, complete = 0, generation = generation + 1;
