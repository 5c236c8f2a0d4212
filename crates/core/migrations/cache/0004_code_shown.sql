-- When the live code was on the screen, by this device's clock, Unix milliseconds.
CREATE TABLE code_shown (
    from_at  INTEGER PRIMARY KEY,
    until_at INTEGER NOT NULL  -- when it was last made anew
) STRICT;
