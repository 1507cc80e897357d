-- A row for each time an alert was raised: who stands, for lists and for a leaf that wakes, and who acknowledged what, for later.
CREATE TABLE alerts (
    campaign        TEXT NOT NULL,
    alert           TEXT NOT NULL,
    place           TEXT NOT NULL,
    rule            TEXT NOT NULL,
    severity        TEXT NOT NULL,
    subject         TEXT,
    since           TEXT NOT NULL,
    zh              TEXT NOT NULL,
    en              TEXT NOT NULL,
    raised_at       TEXT NOT NULL,
    cleared_at      TEXT,
    acknowledged_at TEXT,
    acknowledged_by TEXT,
    PRIMARY KEY (campaign, alert)
) WITHOUT ROWID;

CREATE INDEX standing_alerts ON alerts (campaign, place) WHERE cleared_at IS NULL;
