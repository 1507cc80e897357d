-- Addresses of other systems. The secret signs what they are sent, so it is kept as it is. queued is the number of the last alert that was queued for it.
CREATE TABLE webhooks (
    campaign   text COLLATE "C" NOT NULL,
    webhook    text COLLATE "C" NOT NULL,
    place      text COLLATE "C" NOT NULL,
    topic      text NOT NULL,
    depth      integer NOT NULL,
    url        text NOT NULL,
    secret     text NOT NULL,
    created_at text NOT NULL,
    created_by text NOT NULL,
    queued     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign, webhook)
);

-- What a webhook has still to be told, in the order of number: written by the transaction that changes the alert, taken out when the other system has it.
CREATE TABLE webhook_alerts (
    campaign text COLLATE "C" NOT NULL,
    webhook  text COLLATE "C" NOT NULL,
    number   bigint NOT NULL,
    place    text COLLATE "C" NOT NULL,
    subject  text,
    body     text NOT NULL,
    PRIMARY KEY (campaign, webhook, number)
);
