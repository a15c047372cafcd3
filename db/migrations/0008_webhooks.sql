-- webhooks: the URLs a tenant wants news at, and each event on its way to each of them

CREATE SCHEMA webhooks;
GRANT USAGE ON SCHEMA webhooks TO app_tenant, app_system;

CREATE TABLE webhooks.endpoint (
    tenant_id       uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id              uuid        NOT NULL,
    instance_id     uuid,                                  -- NULL: news of every instance of the tenant
    url             text        NOT NULL,
    events          text[]      NOT NULL,                  -- {*}: all
    dialect         text        NOT NULL,                  -- whose words the bodies have
    secret          bytea       NOT NULL,                  -- sealed with the tenant's data key
    headers         jsonb       NOT NULL DEFAULT '{}',
    status          text        NOT NULL DEFAULT 'enabled' CHECK (status IN ('enabled', 'paused')),
    paused_reason   text,
    failing_since   timestamptz,                           -- nothing but failures since then
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
SELECT app.fence('webhooks.endpoint');

CREATE TABLE webhooks.delivery (
    tenant_id       uuid        NOT NULL,
    id              uuid        NOT NULL,                  -- ascending: the order in which events are told
    endpoint_id     uuid        NOT NULL,
    event_id        uuid        NOT NULL,                  -- the webhook-id header
    event_type      text        NOT NULL,
    chat            text        NOT NULL,                  -- order is promised within it; '' for news of the instance itself
    body            text        NOT NULL,
    status          text        NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'exhausted')),
    tries           smallint    NOT NULL DEFAULT 0,        -- counted before the request is made
    due_at          timestamptz NOT NULL,
    lease_until     timestamptz,                           -- a worker that died gives it back then
    attempts        jsonb       NOT NULL DEFAULT '[]',     -- at most one entry for each try
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhooks.endpoint (tenant_id, id) ON DELETE CASCADE,
    UNIQUE (tenant_id, endpoint_id, event_id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX delivery_pending ON webhooks.delivery (tenant_id, endpoint_id, id) WHERE status = 'pending';
SELECT app.fence('webhooks.delivery');
