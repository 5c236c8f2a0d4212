-- The dossier that a draft adds to; none for one that becomes a dossier of its own.
ALTER TABLE draft ADD COLUMN supplements TEXT;

-- Whom of the family a draft is about: a dependant's id, none for the citizen.
ALTER TABLE draft ADD COLUMN person TEXT;

-- Dependants whom the portal did not take, as they were filled in, until the citizen puts them away.
CREATE TABLE dependant (
    id          TEXT PRIMARY KEY,
    content     TEXT NOT NULL,  -- JSON: the command's body
    reason      TEXT NOT NULL,  -- a code of the portal's
    returned_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What stands on a paper, apart from its command, whose body goes where the portal has refused it.
ALTER TABLE paper ADD COLUMN number TEXT;
ALTER TABLE paper ADD COLUMN expires_on TEXT;  -- yyyy-MM-dd
-- Whose of the family it is; none for the citizen's.
ALTER TABLE paper ADD COLUMN person TEXT;
UPDATE paper SET (number, expires_on) = (
    SELECT body ->> '$.number', body ->> '$.expires_on' FROM command
    WHERE type = 'paper.add' AND stream = 'paper/' || paper.id AND body <> '');

-- Pages of a paper that is being put together, until it is kept or given up.
CREATE TABLE staged_page (
    number     INTEGER PRIMARY KEY,
    position   INTEGER NOT NULL,  -- among the others
    sha256     BLOB NOT NULL,
    size       INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    width      INTEGER NOT NULL,  -- pixels of the upright picture; 0 for a PDF
    height     INTEGER NOT NULL,
    corners    TEXT               -- JSON; none: all of it is kept
) STRICT;
