-- How far the mirror is in step with the portal.
CREATE TABLE sync_state (
    only         INTEGER PRIMARY KEY CHECK (only = 1),
    cursor       TEXT,              -- none: pull from the beginning
    generation   INTEGER NOT NULL,  -- rises with each pull from the beginning; older rows go when that is complete
    complete     INTEGER NOT NULL,  -- 1 once everything has been pulled
    last_contact INTEGER            -- Unix milliseconds, this device's clock
) STRICT;
INSERT INTO sync_state (only, generation, complete) VALUES (1, 1, 0);

CREATE TABLE dossier (
    id             TEXT PRIMARY KEY,
    ver            INTEGER NOT NULL,
    code           TEXT,
    procedure_code TEXT NOT NULL,
    procedure_name TEXT NOT NULL,
    status         INTEGER NOT NULL CHECK (status BETWEEN 1 AND 10),
    note           TEXT,
    updated_at     INTEGER NOT NULL,
    generation     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Changes this version cannot read, as they came: a later version reads them.
CREATE TABLE unread_change (
    kind TEXT NOT NULL,
    id   TEXT NOT NULL,
    ver  INTEGER NOT NULL,
    lane INTEGER NOT NULL,
    data TEXT NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
