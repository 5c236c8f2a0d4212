-- The catalogue pack that the rows below come from; no row before the first.
CREATE TABLE catalogue_state (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    version     INTEGER NOT NULL,
    sha256      BLOB NOT NULL CHECK (length(sha256) = 32),
    procedures  INTEGER NOT NULL,
    imported_at INTEGER NOT NULL  -- Unix milliseconds, this device's clock
) STRICT;

CREATE TABLE procedure (
    id            INTEGER PRIMARY KEY,
    code          TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    field         TEXT,
    essential     INTEGER,        -- 1 to 25
    superseded_by TEXT,
    data          BLOB NOT NULL   -- the whole record, JSON under zstd
) STRICT;
CREATE INDEX procedure_by_essential ON procedure (essential) WHERE essential IS NOT NULL;

CREATE TABLE procedure_life_event (
    event     TEXT NOT NULL,
    procedure INTEGER NOT NULL REFERENCES procedure (id) ON DELETE CASCADE,
    PRIMARY KEY (event, procedure)
) STRICT, WITHOUT ROWID;

-- What ranking looks at, apart from the records so that it lies on few pages. Words are parted by one space, synonyms
-- by line breaks.
CREATE TABLE procedure_words (
    id              INTEGER PRIMARY KEY REFERENCES procedure (id) ON DELETE CASCADE,
    essential       INTEGER NOT NULL,  -- 1: it is one of the essential services
    superseded      INTEGER NOT NULL,  -- 1: another took its place
    name            TEXT NOT NULL,     -- folded
    synonyms        TEXT NOT NULL,     -- folded
    name_marked     TEXT NOT NULL,     -- the same words with their marks
    synonyms_marked TEXT NOT NULL
) STRICT;

-- Which procedure has which word. The words come folded and parted by spaces, since no tokenizer of SQLite's folds đ,
-- and since its unicode61 and this program's Unicode would disagree on what a letter is: ascii only parts at spaces.
CREATE VIRTUAL TABLE procedure_search USING fts5 (
    words, content = '', detail = none, columnsize = 0, prefix = '1', tokenize = 'ascii'
);
