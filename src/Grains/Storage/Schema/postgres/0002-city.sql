-- Whoever inserts a version has made it: the key lets only one writer do so.
CREATE TABLE city_version (
    version bigint PRIMARY KEY,
    made_at text NOT NULL,
    made_by text NOT NULL,
    what    text NOT NULL
);

-- An entry holds from the version since_version on, and until before until_version; null: it still does. Nothing is ever overwritten.
CREATE TABLE places (
    place         text COLLATE "C" NOT NULL,
    since_version bigint NOT NULL,
    until_version bigint,
    level         text NOT NULL,
    name          text NOT NULL,
    name_en       text,
    attributes    text NOT NULL,
    PRIMARY KEY (place, since_version)
);

CREATE TABLE posts (
    post          text COLLATE "C" NOT NULL,
    since_version bigint NOT NULL,
    until_version bigint,
    place         text COLLATE "C" NOT NULL,
    kind          text NOT NULL,
    name          text NOT NULL,
    requires      text NOT NULL,
    hours         text NOT NULL,
    PRIMARY KEY (post, since_version)
);

-- Times as they were given, with their offset from UTC.
CREATE TABLE campaigns (
    campaign      text COLLATE "C" NOT NULL,
    since_version bigint NOT NULL,
    until_version bigint,
    kind          text NOT NULL,
    title         text NOT NULL,
    title_en      text,
    root          text COLLATE "C" NOT NULL,
    opens_at      text NOT NULL,
    deadline      text,
    state         text NOT NULL,
    targets       text NOT NULL,
    drill         text,
    created_at    text NOT NULL,
    PRIMARY KEY (campaign, since_version)
);
