-- Which form in which version a draft is filled in by, none for the fields that every dossier has, and where the values
-- come from that nobody typed: JSON, by name.
ALTER TABLE draft ADD COLUMN form_id TEXT;
ALTER TABLE draft ADD COLUMN form_version INTEGER;
ALTER TABLE draft ADD COLUMN sources TEXT;
