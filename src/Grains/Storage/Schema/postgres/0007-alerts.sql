-- A row for each time an alert was raised: who stands, for lists and for a leaf that wakes, and who acknowledged what, for later.
CREATE TABLE alerts (
    campaign        text COLLATE "C" NOT NULL,
    alert           text COLLATE "C" NOT NULL,
    place           text COLLATE "C" NOT NULL,
    rule            text NOT NULL,
    severity        text NOT NULL,
    subject         text,
    since           text NOT NULL,
    zh              text NOT NULL,
    en              text NOT NULL,
    raised_at       text NOT NULL,
    cleared_at      text,
    acknowledged_at text,
    acknowledged_by text,
    PRIMARY KEY (campaign, alert)
);

CREATE INDEX standing_alerts ON alerts (campaign, place) WHERE cleared_at IS NULL;
