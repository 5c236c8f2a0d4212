-- Those past their time are deleted each time the status list is issued.
CREATE INDEX credential_by_end ON credential (expires_at);
