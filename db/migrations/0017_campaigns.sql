-- campaigns: whom a tenant writes to, words with gaps, and one content for many recipients

CREATE SCHEMA campaigns;
GRANT USAGE ON SCHEMA campaigns TO app_tenant, app_system;

CREATE TABLE campaigns.contact (
    tenant_id  uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id         uuid        NOT NULL,
    number     text        NOT NULL,                       -- digits, without the plus sign
    name       text,
    first_name text,
    last_name  text,
    email      text,
    tags       text[]      NOT NULL DEFAULT '{}',
    custom     jsonb       NOT NULL DEFAULT '{}',          -- fields of the tenant's own: texts by name
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT contact_number UNIQUE (tenant_id, number)
);
SELECT app.fence('campaigns.contact');

-- Who wants nothing in bulk. Apart from contacts: the wish outlives the contact, and whoever has it need never have been one.
CREATE TABLE campaigns.opt_out (
    tenant_id    uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    number       text        NOT NULL,
    opted_out_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, number)
);
SELECT app.fence('campaigns.opt_out');

CREATE TABLE campaigns.template (
    tenant_id  uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id         uuid        NOT NULL,
    name       text        NOT NULL,
    kind       text        NOT NULL,
    content    jsonb       NOT NULL,                       -- as a message's, with gaps in its texts
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
SELECT app.fence('campaigns.template');

CREATE TABLE campaigns.campaign (
    tenant_id      uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id             uuid        NOT NULL,
    name           text        NOT NULL,
    instance_id    uuid        NOT NULL,
    instance_name  text,                                   -- what the instance was called then
    sender         text,                                   -- the instance's own address when the campaign was made
    status         text        NOT NULL CHECK (status IN ('scheduled', 'running', 'paused', 'completed', 'cancelled')),
    reason         text,                                   -- why it waits, where the status alone does not say it
    safety         text        NOT NULL CHECK (safety IN ('allow', 'warn')),
    audience       text        NOT NULL CHECK (audience IN ('explicit', 'all', 'tags', 'group')),
    audience_value text[]      NOT NULL,                   -- tags, or the group; the numbers themselves are rows of recipient
    template_id    uuid,                                   -- where the content came from; it was copied, so that the template may change
    kind           text        NOT NULL,
    content        jsonb       NOT NULL,
    has_gaps       boolean     NOT NULL,                   -- whether the content is filled for each recipient
    variables      jsonb       NOT NULL,                   -- what fills them besides what is known of the recipient
    repeat         text        NOT NULL CHECK (repeat IN ('none', 'daily', 'weekly')),
    starts_at      timestamptz NOT NULL,
    local_start    text        NOT NULL,                   -- the same without a zone: it repeats at this time of the day, whatever clocks do
    round          integer     NOT NULL DEFAULT 0,         -- how many times it has gone through its recipients
    is_walking     boolean     NOT NULL DEFAULT false,     -- whether it is going through them
    position       text,                                   -- the last recipient that was handed over
    planned        bigint      NOT NULL,                   -- recipients of all rounds, the coming one included
    walked         bigint      NOT NULL DEFAULT 0,         -- of these, those that were handed over or left out
    opted_out      bigint      NOT NULL DEFAULT 0,         -- left out: they want nothing in bulk
    incomplete     bigint      NOT NULL DEFAULT 0,         -- left out: a gap had nothing to fill it
    is_withdrawing boolean     NOT NULL DEFAULT false,     -- whether messages are still to be taken back
    due_at         timestamptz NOT NULL,                   -- when the runner looks at it next
    lease          uuid,                                   -- which look it is under way in
    lease_until    timestamptz,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
) WITH (fillfactor = 80);
CREATE INDEX campaign_due ON campaigns.campaign (due_at, tenant_id, id) WHERE status IN ('scheduled', 'running') OR is_withdrawing;
CREATE INDEX campaign_instance ON campaigns.campaign (tenant_id, instance_id) WHERE status IN ('scheduled', 'running', 'paused');
SELECT app.fence('campaigns.campaign');

-- The numbers of a campaign that names them.
CREATE TABLE campaigns.recipient (
    tenant_id   uuid NOT NULL,
    campaign_id uuid NOT NULL,
    number      text NOT NULL,
    PRIMARY KEY (tenant_id, campaign_id, number),
    FOREIGN KEY (tenant_id, campaign_id) REFERENCES campaigns.campaign (tenant_id, id) ON DELETE CASCADE
);
SELECT app.fence('campaigns.recipient');

-- The instant at which clocks in a zone show a local time. One that they skip is the first instant after the gap, one that they show twice is
-- the first of the two.
CREATE FUNCTION campaigns.instant(local_time timestamp, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    WITH offsets AS (
        SELECT (day AT TIME ZONE zone) - (day AT TIME ZONE 'UTC') AS east
          FROM (VALUES ((local_time AT TIME ZONE 'UTC') - interval '26 hours'), ((local_time AT TIME ZONE 'UTC') + interval '26 hours')) AS d (day)
    ), candidates AS (
        SELECT (local_time AT TIME ZONE 'UTC') - east AS at FROM offsets
    )
    SELECT coalesce(
        (SELECT min(at) FROM candidates WHERE at AT TIME ZONE zone = local_time),
        -- Clocks change at whole minutes.
        (SELECT min(minute)
           FROM generate_series((SELECT date_trunc('minute', min(at)) FROM candidates), (SELECT max(at) FROM candidates), interval '1 minute') AS m (minute)
          WHERE minute AT TIME ZONE zone > local_time),
        local_time AT TIME ZONE zone)
$$;
