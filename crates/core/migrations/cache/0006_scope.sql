-- What a search is narrowed by, apart from the records so that it lies on few pages.
CREATE TABLE procedure_scope (
    id         INTEGER PRIMARY KEY REFERENCES procedure (id) ON DELETE CASCADE,
    field      TEXT,
    levels     TEXT NOT NULL,     -- each between two line breaks
    channels   INTEGER NOT NULL,  -- 1 online, 2 by post, 4 in person, added up
    valid_from TEXT,              -- yyyy-MM-dd
    valid_to   TEXT,
    province   TEXT,              -- none: the whole country
    line       BLOB NOT NULL CHECK (length(line) = 32)  -- SHA-256 of its line in the pack
) STRICT;
CREATE INDEX procedure_scope_by_province ON procedure_scope (province) WHERE province IS NOT NULL;
-- The catalogue that is here stays readable, and is fetched once more to fill the table.
UPDATE catalogue_state SET sha256 = zeroblob(32);
