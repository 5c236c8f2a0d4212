-- What the citizen makes: drafts, confirmed commands, papers not yet safe at the portal, and their contents.

ALTER TABLE account ADD COLUMN next_seq INTEGER NOT NULL DEFAULT 1;  -- number of the next command to be frozen
ALTER TABLE account ADD COLUMN last_seq INTEGER NOT NULL DEFAULT 0;  -- the portal's word, as it answered last
ALTER TABLE account ADD COLUMN safe_seq INTEGER;                     -- likewise; none where it reports none
ALTER TABLE account ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0; -- commands ever confirmed; also in the header
ALTER TABLE account ADD COLUMN signed_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN forked INTEGER NOT NULL DEFAULT 0;    -- the portal knows other commands under our numbers
ALTER TABLE account ADD COLUMN personal_number TEXT;                 -- whose account it is, for signing in again

-- A dossier that is being filled in. Its id becomes the dossier's.
CREATE TABLE draft (
    id             TEXT PRIMARY KEY,
    procedure_code TEXT NOT NULL,
    procedure_name TEXT NOT NULL,
    commune        TEXT,
    fields         TEXT NOT NULL,  -- JSON object of texts
    reason         TEXT,           -- why it came back; a code of the portal's
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_attachment (
    draft      TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    sha256     BLOB NOT NULL,
    size       INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (draft, name)
) STRICT, WITHOUT ROWID;

-- Confirmed commands: the outbox, and behind it the sent log until the portal's backup holds them.
CREATE TABLE command (
    id           TEXT PRIMARY KEY,         -- UUID version 7, made at confirmation
    position     INTEGER NOT NULL UNIQUE,  -- order of confirmation
    type         TEXT NOT NULL,
    stream       TEXT NOT NULL,
    base_entity  TEXT,
    base_ver     INTEGER,
    supersedes   TEXT,
    body         TEXT NOT NULL,            -- exactly what is signed
    title        TEXT NOT NULL,            -- what the citizen reads in the outbox
    confirmed_at INTEGER NOT NULL,
    -- Frozen together when the command first goes into a request; none until then.
    seq          INTEGER,                  -- the device's number for it
    device       TEXT,                     -- who signed; an earlier one where this device had to begin anew
    hash         BLOB,
    signature    BLOB,
    sent_before  INTEGER NOT NULL DEFAULT 0,  -- 1: it went out under an earlier device's signature
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'deferred', 'received', 'returned')),
    code         TEXT,                     -- why it waits or was returned
    entity       TEXT,
    ver          INTEGER,
    receipt      BLOB,                     -- verified
    finished_at  INTEGER,
    UNIQUE (device, seq),
    CHECK ((seq IS NULL) = (state = 'waiting'))
) STRICT, WITHOUT ROWID;
CREATE INDEX command_by_stream ON command (stream, position);

CREATE TABLE command_blob (
    command  TEXT NOT NULL REFERENCES command (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    sha256   BLOB NOT NULL,
    PRIMARY KEY (command, position)
) STRICT, WITHOUT ROWID;

-- Own papers not yet safe at the portal.
CREATE TABLE paper (
    id               TEXT PRIMARY KEY,
    kind             TEXT NOT NULL,
    title            TEXT NOT NULL,
    media_type       TEXT NOT NULL,
    sha256           BLOB NOT NULL,
    size             INTEGER NOT NULL,
    thumbnail_sha256 BLOB,
    thumbnail_size   INTEGER,
    added_at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Contents by digest, in pieces; kept while a draft, a command or a paper needs them.
CREATE TABLE blob (
    sha256   BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    size     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_piece (
    sha256 BLOB NOT NULL REFERENCES blob (sha256) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (sha256, number)
) STRICT;
