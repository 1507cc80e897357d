-- Addresses of other systems. The secret signs what they are sent, so it is kept as it is. queued is the number of the last alert that was queued for it.
CREATE TABLE webhooks (
    campaign   TEXT NOT NULL,
    webhook    TEXT NOT NULL,
    place      TEXT NOT NULL,
    topic      TEXT NOT NULL,
    depth      INTEGER NOT NULL,
    url        TEXT NOT NULL,
    secret     TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    queued     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign, webhook)
) WITHOUT ROWID;

-- What a webhook has still to be told, in the order of number: written by the transaction that changes the alert, taken out when the other system has it.
CREATE TABLE webhook_alerts (
    campaign TEXT NOT NULL,
    webhook  TEXT NOT NULL,
    number   INTEGER NOT NULL,
    place    TEXT NOT NULL,
    subject  TEXT,
    body     TEXT NOT NULL,
    PRIMARY KEY (campaign, webhook, number)
) WITHOUT ROWID;
