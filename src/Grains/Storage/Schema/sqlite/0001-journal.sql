CREATE TABLE journal (
    campaign    TEXT NOT NULL,
    place       TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    report_id   TEXT NOT NULL,
    reporter    TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    payload     TEXT NOT NULL,
    PRIMARY KEY (campaign, place, sequence),
    -- The report id leads: ids rise with time, so new ones go to the same few pages of the index, whatever their ledger.
    UNIQUE (report_id, campaign, place)
);

-- What the purged entries of a ledger, up to a sequence, had come to.
CREATE TABLE journal_totals (
    campaign TEXT NOT NULL,
    place    TEXT NOT NULL,
    through  INTEGER NOT NULL,
    totals   TEXT NOT NULL,
    PRIMARY KEY (campaign, place)
) WITHOUT ROWID;

-- One row, written to find out whether a report could be made durable now.
CREATE TABLE journal_canary (
    id         INTEGER PRIMARY KEY,
    written_at TEXT NOT NULL
);
