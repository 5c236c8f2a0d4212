-- In which version of the catalogue a procedure changed last: came, went, or got another record. What came before this
-- table counts as changed in the newest version there is.
CREATE TABLE procedure_changed (
    code    TEXT PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO procedure_changed (code, version)
    SELECT code, (SELECT coalesce(max(version), 0) FROM catalogue_pack) FROM procedure;

-- What changed from versions before it, as long as the pack of the version may be downloaded.
CREATE TABLE catalogue_delta (
    sha256  BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    version INTEGER NOT NULL REFERENCES catalogue_pack (version) ON DELETE CASCADE,
    bytes   BLOB NOT NULL
) STRICT;
CREATE INDEX catalogue_delta_by_version ON catalogue_delta (version);
