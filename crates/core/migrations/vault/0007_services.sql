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
