-- Who did, or tried, what where and when. Reports are not here: the journal says the same of them. A campaign is empty where all are concerned.
CREATE TABLE trail (
    entry    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       text NOT NULL,
    who      text NOT NULL,
    what     text NOT NULL,
    campaign text COLLATE "C" NOT NULL,
    place    text COLLATE "C" NOT NULL,
    outcome  text NOT NULL,
    about    text,
    times    integer NOT NULL
);

CREATE INDEX trail_of_place ON trail (campaign, place, entry);

CREATE FUNCTION trail_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is only ever added to';
END $$;

CREATE TRIGGER trail_keeps_what_it_has BEFORE UPDATE OR DELETE OR TRUNCATE ON trail
    FOR EACH STATEMENT EXECUTE FUNCTION trail_is_only_added_to();
