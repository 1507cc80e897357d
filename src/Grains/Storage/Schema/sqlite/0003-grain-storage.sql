-- A cache: all of it may be deleted at any time.
CREATE TABLE grain_state (
    storage     TEXT NOT NULL,
    state       TEXT NOT NULL,
    grain       TEXT NOT NULL,
    version     INTEGER NOT NULL,
    payload     BLOB NOT NULL,
    modified_at TEXT NOT NULL,
    PRIMARY KEY (storage, state, grain)
);
