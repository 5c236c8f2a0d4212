-- The dossier that a draft adds to; none for one that becomes a dossier of its own.
ALTER TABLE draft ADD COLUMN supplements TEXT;
