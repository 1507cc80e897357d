-- acknowledged_by is the number of rows in notice_acknowledgements that count, kept in the transaction that adds them.
CREATE TABLE notices (
    campaign        TEXT NOT NULL,
    notice          TEXT NOT NULL,
    place           TEXT NOT NULL,
    zh              TEXT,
    en              TEXT,
    published_at    TEXT NOT NULL,
    published_by    TEXT NOT NULL,
    recorded_at     TEXT NOT NULL,
    acknowledged_by INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign, notice)
) WITHOUT ROWID;

-- The key is why an acknowledgement counts once however often it is sent. By place it leads to what one leaf has read.
CREATE TABLE notice_acknowledgements (
    campaign        TEXT NOT NULL,
    place           TEXT NOT NULL,
    notice          TEXT NOT NULL,
    recorded_at     TEXT NOT NULL,
    acknowledged_by TEXT NOT NULL,
    PRIMARY KEY (campaign, place, notice)
) WITHOUT ROWID;

CREATE INDEX acknowledgements_of_notice ON notice_acknowledgements (campaign, notice, place);
