-- What modules tell one another: a row for each subscriber until it has been told.
CREATE SCHEMA events;

CREATE TABLE events.delivery (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    subscriber  text        NOT NULL,
    event       text        NOT NULL,
    payload     jsonb       NOT NULL,
    tries       smallint    NOT NULL DEFAULT 0,
    -- Due at once; no clock is asked where an event is recorded, and the ids of the rows that are due tell their order.
    due_at      timestamptz NOT NULL DEFAULT '-infinity',
    error       text,
    PRIMARY KEY (tenant_id, id, subscriber)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);
-- The relay looks across tenants, so this one index does not begin with the tenant.
CREATE INDEX delivery_due ON events.delivery (due_at, id);
SELECT app.fence('events.delivery');

-- Deliveries that were given up.
CREATE TABLE events.dead (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    subscriber  text        NOT NULL,
    event       text        NOT NULL,
    payload     jsonb       NOT NULL,
    tries       smallint    NOT NULL,
    error       text        NOT NULL,
    died_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id, subscriber)
);
SELECT app.fence('events.dead');

-- Records events of one kind from within another statement, which is how coalesced writes do it: one row for each event and subscriber.
CREATE FUNCTION events.record(tenant uuid, name text, ids uuid[], payloads jsonb[], subscribers text[]) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO events.delivery (tenant_id, id, subscriber, event, payload)
    SELECT tenant, recorded.id, subscriber.name, record.name, recorded.payload
    FROM unnest(ids, payloads) AS recorded (id, payload)
    CROSS JOIN unnest(subscribers) AS subscriber (name);
END;
