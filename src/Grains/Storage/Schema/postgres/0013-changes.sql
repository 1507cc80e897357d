-- What a change of the tree made of a place: closed, or no longer there and who goes on for it.
ALTER TABLE places ADD COLUMN fate text;

-- Changes of the tree as they were asked for; the version is that of the city which each made, and which undid it.
CREATE TABLE changes (
    change    text PRIMARY KEY,
    version   bigint NOT NULL,
    made_at   text NOT NULL,
    made_by   text NOT NULL,
    request   text NOT NULL,
    undone    bigint NOT NULL DEFAULT 0,
    undone_at text,
    undone_by text
);
