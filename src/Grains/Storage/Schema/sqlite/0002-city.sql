-- Whoever inserts a version has made it: the key lets only one writer do so.
CREATE TABLE city_version (
    version INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    what    TEXT NOT NULL
);

-- An entry holds from the version since_version on, and until before until_version; null: it still does. Nothing is ever overwritten.
CREATE TABLE places (
    place         TEXT NOT NULL,
    since_version INTEGER NOT NULL,
    until_version INTEGER,
    level         TEXT NOT NULL,
    name          TEXT NOT NULL,
    name_en       TEXT,
    attributes    TEXT NOT NULL,
    PRIMARY KEY (place, since_version)
);

CREATE TABLE posts (
    post          TEXT NOT NULL,
    since_version INTEGER NOT NULL,
    until_version INTEGER,
    place         TEXT NOT NULL,
    kind          TEXT NOT NULL,
    name          TEXT NOT NULL,
    requires      TEXT NOT NULL,
    hours         TEXT NOT NULL,
    PRIMARY KEY (post, since_version)
);

-- Times as they were given, with their offset from UTC.
CREATE TABLE campaigns (
    campaign      TEXT NOT NULL,
    since_version INTEGER NOT NULL,
    until_version INTEGER,
    kind          TEXT NOT NULL,
    title         TEXT NOT NULL,
    title_en      TEXT,
    root          TEXT NOT NULL,
    opens_at      TEXT NOT NULL,
    deadline      TEXT,
    state         TEXT NOT NULL,
    targets       TEXT NOT NULL,
    drill         TEXT,
    created_at    TEXT NOT NULL,
    PRIMARY KEY (campaign, since_version)
);
