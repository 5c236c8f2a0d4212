-- Under which device and number the command was signed that its receipt is over, where it has been signed anew since.
ALTER TABLE command ADD COLUMN received_device TEXT;
ALTER TABLE command ADD COLUMN received_seq INTEGER;
