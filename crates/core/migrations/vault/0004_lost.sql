-- What a damaged vault held and could not be read any more, until the citizen has put it away.
CREATE TABLE lost (
    number  INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    title   TEXT,     -- none where it could not be read either; of a paper in a dossier, the dossier's
    made_at INTEGER   -- likewise
) STRICT;
