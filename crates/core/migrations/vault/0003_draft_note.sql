-- What the office wrote about the dossier that a draft is to replace.
ALTER TABLE draft ADD COLUMN note TEXT;
