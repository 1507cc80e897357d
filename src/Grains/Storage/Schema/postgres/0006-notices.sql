-- acknowledged_by is the number of rows in notice_acknowledgements that count, kept in the transaction that adds them.
CREATE TABLE notices (
    campaign        text COLLATE "C" NOT NULL,
    notice          text COLLATE "C" NOT NULL,
    place           text COLLATE "C" NOT NULL,
    zh              text,
    en              text,
    published_at    text NOT NULL,
    published_by    text NOT NULL,
    recorded_at     text NOT NULL,
    acknowledged_by integer NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign, notice)
);

-- The key is why an acknowledgement counts once however often it is sent. By place it leads to what one leaf has read.
CREATE TABLE notice_acknowledgements (
    campaign        text COLLATE "C" NOT NULL,
    place           text COLLATE "C" NOT NULL,
    notice          text COLLATE "C" NOT NULL,
    recorded_at     text NOT NULL,
    acknowledged_by text NOT NULL,
    PRIMARY KEY (campaign, place, notice)
);

CREATE INDEX acknowledgements_of_notice ON notice_acknowledgements (campaign, notice, place);
