-- The status list that no trust list here lets be taken: it is not fetched again until another comes of either.
CREATE TABLE status_refused (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    judges BLOB NOT NULL CHECK (length(judges) = 32)  -- SHA-256 over root and serial of each trust list
) STRICT;
