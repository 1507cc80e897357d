-- Names are compared byte by byte (COLLATE "C"), so that "place > 'a.b.' AND place < 'a.b/'", everything below a.b, walks the key.
CREATE TABLE journal (
    campaign    text COLLATE "C" NOT NULL,
    place       text COLLATE "C" NOT NULL,
    sequence    bigint NOT NULL,
    report_id   uuid NOT NULL,
    reporter    text NOT NULL,
    recorded_at timestamptz NOT NULL,
    payload     text NOT NULL,
    PRIMARY KEY (campaign, place, sequence),
    -- The report id leads: ids rise with time, so new ones go to the same few pages of the index, whatever their ledger.
    UNIQUE (report_id, campaign, place)
);

-- Reports of 20 observations and more are compressed, and lz4 does it twice as fast as the default. Not every server has it.
DO $do$
BEGIN
    EXECUTE 'ALTER TABLE journal ALTER COLUMN payload SET COMPRESSION lz4';
EXCEPTION
    WHEN feature_not_supported OR syntax_error THEN NULL;
END
$do$;

-- What the purged entries of a ledger, up to a sequence, had come to.
CREATE TABLE journal_totals (
    campaign text COLLATE "C" NOT NULL,
    place    text COLLATE "C" NOT NULL,
    through  bigint NOT NULL,
    totals   text NOT NULL,
    PRIMARY KEY (campaign, place)
);

-- One row, written to find out whether a report could be made durable now.
CREATE TABLE journal_canary (
    id         integer PRIMARY KEY,
    written_at text NOT NULL
);
