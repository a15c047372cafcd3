-- messaging: what processes tell one another of an instance's line to WhatsApp

-- Since when it is linked, until when it was seen connected, and how much it has sent today. Written by whoever has the session.
CREATE TABLE messaging.line (
    tenant_id    uuid        NOT NULL,
    instance_id  uuid        NOT NULL,
    linked_at    timestamptz NOT NULL,                   -- the first connection of this link: its age decides how much may be sent
    connected_at timestamptz NOT NULL,                   -- when it was last seen connected: what waits since then may expire
    day          date        NOT NULL,                   -- in UTC, which the two counts are of
    messages     integer     NOT NULL DEFAULT 0,
    contacts     integer     NOT NULL DEFAULT 0,         -- of these, to people who had never been in touch
    PRIMARY KEY (tenant_id, instance_id)
);
CREATE INDEX line_silent ON messaging.line (connected_at);
SELECT app.fence('messaging.line');
