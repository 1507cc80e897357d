-- How far up an alert has come: a place above its own; null while it is where it was raised.
ALTER TABLE alerts ADD COLUMN reached TEXT;
