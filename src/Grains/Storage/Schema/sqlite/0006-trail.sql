-- Who did, or tried, what where and when. Reports are not here: the journal says the same of them. A campaign is empty where all are concerned.
CREATE TABLE trail (
    entry    INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    what     TEXT NOT NULL,
    campaign TEXT NOT NULL,
    place    TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    about    TEXT,
    times    INTEGER NOT NULL
);

CREATE INDEX trail_of_place ON trail (campaign, place, entry);

CREATE TRIGGER trail_keeps_what_it_says BEFORE UPDATE ON trail BEGIN
    SELECT RAISE(ABORT, 'the trail is only ever added to');
END;

CREATE TRIGGER trail_keeps_what_it_has BEFORE DELETE ON trail BEGIN
    SELECT RAISE(ABORT, 'the trail is only ever added to');
END;
