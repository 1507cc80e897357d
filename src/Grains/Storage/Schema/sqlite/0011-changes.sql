-- What a change of the tree made of a place: closed, or no longer there and who goes on for it.
ALTER TABLE places ADD COLUMN fate TEXT;

-- Changes of the tree as they were asked for; the version is that of the city which each made, and which undid it.
CREATE TABLE changes (
    change    TEXT PRIMARY KEY,
    version   INTEGER NOT NULL,
    made_at   TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    request   TEXT NOT NULL,
    undone    INTEGER NOT NULL DEFAULT 0,
    undone_at TEXT,
    undone_by TEXT
);
