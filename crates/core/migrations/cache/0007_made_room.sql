-- Contents that the citizen has dropped to have room: they are fetched again only when they are opened.
CREATE TABLE made_room (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32)
) STRICT, WITHOUT ROWID;
