-- Facts about this portal that must outlive it.
CREATE TABLE portal (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    secret     BLOB NOT NULL CHECK (length(secret) = 32),  -- keys the portal's own HMACs
    generation INTEGER NOT NULL                            -- of its history; raising it makes every reader begin again
) STRICT;

-- The province's signing keys.
CREATE TABLE signing_key (
    key_use    TEXT PRIMARY KEY,
    seed       BLOB NOT NULL CHECK (length(seed) = 32),
    not_before INTEGER NOT NULL,  -- Unix seconds
    not_after  INTEGER NOT NULL   -- Unix seconds
) STRICT, WITHOUT ROWID;

-- The newest trust list, as it was issued.
CREATE TABLE trust_list (
    only      INTEGER PRIMARY KEY CHECK (only = 1),
    serial    INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,  -- Unix seconds
    list      BLOB NOT NULL
) STRICT;

-- Numbers that only rise: serials of dossier codes, indexes of the status list.
CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The office that takes a commune's dossiers.
CREATE TABLE agency (
    commune TEXT PRIMARY KEY,  -- 5 digits
    code    TEXT NOT NULL,     -- as it stands in dossier codes, such as H14.40.12
    name    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id                TEXT PRIMARY KEY,  -- random UUID, the account's pseudonym
    personal_number   TEXT NOT NULL UNIQUE,
    phone             TEXT NOT NULL,
    card_issue_date   TEXT NOT NULL,     -- yyyy-MM-dd
    name              TEXT NOT NULL,
    birth_date        TEXT NOT NULL,     -- yyyy-MM-dd
    sex               TEXT NOT NULL CHECK (sex IN ('male', 'female')),
    commune           TEXT NOT NULL,     -- 5 digits
    commune_name      TEXT NOT NULL,
    recovery_key      BLOB CHECK (length(recovery_key) = 32),  -- X25519 private half
    recovery_asked_at INTEGER,           -- Unix milliseconds
    recovery_asked_by TEXT,              -- the device that asked
    released_until    INTEGER,           -- an officer's release holds until then
    released_to       TEXT,              -- the device that was enrolled by it
    released_key      BLOB CHECK (length(released_key) = 32),  -- the private half that was released last
    released_at       INTEGER            -- when; for a day the same answer is given again
) STRICT, WITHOUT ROWID;

-- One-time passwords under way, also for people the province does not know: they get the same answers.
CREATE TABLE otp (
    subject    BLOB PRIMARY KEY,  -- HMAC of personal number and phone
    code       BLOB NOT NULL,     -- HMAC of subject and code
    expires_at INTEGER NOT NULL,  -- Unix milliseconds
    tries      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX otp_by_expiry ON otp (expires_at);

-- What is limited, by keyed hash of who asks.
CREATE TABLE tally (
    bucket  BLOB PRIMARY KEY,
    ends_at INTEGER NOT NULL,  -- Unix milliseconds
    count   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_by_end ON tally (ends_at);

CREATE TABLE device (
    id            TEXT PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES account (id),
    public_key    BLOB NOT NULL CHECK (length(public_key) = 32),
    platform      TEXT NOT NULL,
    enrolled_at   INTEGER NOT NULL,
    ended_at      INTEGER,
    revoked       INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
    last_seq      INTEGER NOT NULL DEFAULT 0,  -- every number up to here is final
    ack_seq       INTEGER NOT NULL DEFAULT 0,  -- results up to here are in its vault
    safe_seq      INTEGER                      -- last_seq inside the last completed backup
) STRICT, WITHOUT ROWID;
CREATE INDEX device_by_account ON device (account);

CREATE TABLE token (
    hash    BLOB PRIMARY KEY,  -- SHA-256 of the bearer token
    device  TEXT NOT NULL REFERENCES device (id),
    used_at INTEGER NOT NULL   -- Unix milliseconds, true to a day
) STRICT, WITHOUT ROWID;
CREATE INDEX token_by_device ON token (device);

-- Whose changes are numbered: an account, or an audience such as the province.
CREATE TABLE owner (
    id       TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    chain    BLOB NOT NULL CHECK (length(chain) = 8)
) STRICT, WITHOUT ROWID;

-- The newest state of each entity; a removed one stays as a row without data.
CREATE TABLE entity (
    owner    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    ver      INTEGER NOT NULL,
    lane     INTEGER NOT NULL,
    revision INTEGER NOT NULL,  -- the owner's, when it changed last
    data     TEXT,
    PRIMARY KEY (owner, kind, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entity_by_revision ON entity (owner, lane, revision);

-- Every revision with its chain value, so that a cursor of any age can be compared with what happened here.
CREATE TABLE history (
    owner    TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    ver      INTEGER NOT NULL,
    op       TEXT NOT NULL CHECK (op IN ('put', 'del')),
    chain    BLOB NOT NULL CHECK (length(chain) = 8),
    PRIMARY KEY (owner, revision)
) STRICT, WITHOUT ROWID;

-- What citizens confirmed, once per id, and what became of it.
CREATE TABLE command (
    number       INTEGER PRIMARY KEY,  -- the order of arrival
    account      TEXT NOT NULL,
    id           TEXT NOT NULL,
    device       TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    ack_seq      INTEGER NOT NULL,     -- results the device knew when it came
    stream       TEXT NOT NULL,
    type         TEXT NOT NULL,
    base_entity  TEXT,
    base_ver     INTEGER,
    supersedes   TEXT,
    blobs        BLOB NOT NULL,        -- digests one after another
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    body         TEXT,                 -- until it is final
    receipt      BLOB,                 -- the client's, until it is final
    status       TEXT NOT NULL,
    code         TEXT,
    entity       TEXT,
    ver          INTEGER,
    UNIQUE (account, id)
) STRICT;
CREATE INDEX command_waiting ON command (account, number) WHERE status = 'deferred';

-- Under which numbers commands came, and what each was answered.
CREATE TABLE arrival (
    device  TEXT NOT NULL,
    seq     INTEGER NOT NULL,
    account TEXT NOT NULL,
    id      TEXT NOT NULL,
    stream  TEXT NOT NULL,
    hash    BLOB NOT NULL CHECK (length(hash) = 32),
    status  TEXT NOT NULL,
    code    TEXT,
    entity  TEXT,
    ver     INTEGER,
    receipt BLOB,
    PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrival_by_command ON arrival (account, id);
CREATE INDEX arrival_by_stream ON arrival (device, stream, seq);

-- Commands that a later one replaced, known here or not.
CREATE TABLE superseded (
    account TEXT NOT NULL,
    id      TEXT NOT NULL,
    by_id   TEXT NOT NULL,
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

-- Dossier codes in use.
CREATE TABLE dossier_code (
    code    TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    entity  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What citizens submitted, for the office.
CREATE TABLE submission (
    account TEXT NOT NULL,
    command TEXT NOT NULL,
    entity  TEXT NOT NULL,
    type    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (account, command)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_by_entity ON submission (account, entity);

-- Contents of an account by digest.
CREATE TABLE blob (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: an old connection writes into no other's blob
    account    TEXT NOT NULL,
    sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
    name       BLOB NOT NULL UNIQUE CHECK (length(name) = 32),
    size       INTEGER NOT NULL,
    received   INTEGER NOT NULL DEFAULT 0,
    verified   INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1)),
    damaged    INTEGER NOT NULL DEFAULT 0,  -- how often its bytes had another digest at the end
    writer     INTEGER NOT NULL DEFAULT 0,  -- the connection that may append: the newest
    offered_at INTEGER NOT NULL,
    UNIQUE (account, sha256)
) STRICT;

CREATE TABLE blob_chunk (
    blob  INTEGER NOT NULL REFERENCES blob (number) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (blob, start)
) STRICT;

-- What keeps a blob: papers and submissions. A blob that nothing keeps counts against the account's quota.
CREATE TABLE blob_use (
    blob   INTEGER NOT NULL REFERENCES blob (number) ON DELETE CASCADE,
    user   TEXT NOT NULL,  -- a paper's stream, or a submission's command
    PRIMARY KEY (blob, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_use_by_user ON blob_use (user);
