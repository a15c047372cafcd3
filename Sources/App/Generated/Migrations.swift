// Made by `swift run dev schema` from db/migrations; a test keeps the two alike.
// swift-format-ignore-file

package import Database

/// The migrations that the program carries, so that one file is a deployment.
package enum Migrations {
    /// All of them, oldest first.
    package static let all: [Migration] = [
        Migration(name: "0001_foundation", sql: #"""
-- The roles that brackets run as, and the fence that every table of a tenant stands behind.

-- Roles belong to the whole cluster: another database of it may have made them already. A login must be NOINHERIT, or it would pass every
-- fence without saying as whom.
DO $$
DECLARE
    role text;
    member text;
BEGIN
    FOREACH role IN ARRAY ARRAY['app_nobody', 'app_tenant', 'app_system'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT', role);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
        -- The server's login is called herald where it is not the role that migrates.
        FOR member IN SELECT rolname FROM pg_roles WHERE rolname IN (current_user, 'herald') LOOP
            EXECUTE format('GRANT %I TO %I', role, member);
        END LOOP;
    END LOOP;
END $$;

CREATE SCHEMA IF NOT EXISTS app;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA app TO app_tenant, app_system;

-- The check at the start of the server reads it.
GRANT SELECT ON app.migration TO app_system;

-- The tenant of the bracket, NULL outside one: the setting is missing before its first use and empty after it.
CREATE FUNCTION app.current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.tenant', true), '')::uuid;

-- Puts a table behind the fence by the column that holds the tenant: a tenant sees and makes its own rows only, the system all of them, and
-- nobody else any, the owner of the table included.
CREATE FUNCTION app.fence(fenced regclass, tenant_column name DEFAULT 'tenant_id') RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    room name := (SELECT nspname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = fenced);
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', fenced);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', fenced);
    EXECUTE format(
        'CREATE POLICY tenant ON %s TO app_tenant USING (%I = app.current_tenant()) WITH CHECK (%I = app.current_tenant())',
        fenced, tenant_column, tenant_column);
    EXECUTE format('CREATE POLICY system ON %s TO app_system USING (true) WITH CHECK (true)', fenced);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO app_tenant, app_system', room);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO app_tenant, app_system', fenced);
END $$;
REVOKE ALL ON FUNCTION app.fence(regclass, name) FROM PUBLIC;

"""#),
        Migration(name: "0002_events", sql: #"""
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

"""#),
        Migration(name: "0003_accounts", sql: #"""
-- accounts: customer organizations, the people who work for them, and the key their secrets are sealed with

CREATE SCHEMA accounts;
GRANT USAGE ON SCHEMA accounts TO app_tenant, app_system;

CREATE TABLE accounts.tenant (
    id          uuid        NOT NULL PRIMARY KEY,             -- version 7
    slug        text        NOT NULL,                         -- its row in accounts.slug is what keeps it unique
    name        text        NOT NULL,
    time_zone   text        NOT NULL,                         -- IANA name, in which local times are read
    status      text        NOT NULL CHECK (status IN ('active', 'suspended')),
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
SELECT app.fence('accounts.tenant', 'id');
-- A tenant may not make, unmake or reinstate itself.
REVOKE INSERT, UPDATE, DELETE ON accounts.tenant FROM app_tenant;
GRANT UPDATE (name, time_zone, updated_at) ON accounts.tenant TO app_tenant;

-- Directory of the whole deployment: which tenant a slug names.
CREATE TABLE accounts.slug (
    slug       text NOT NULL CONSTRAINT slug_taken PRIMARY KEY CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$'),
    tenant_id  uuid NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE
);
CREATE INDEX slug_tenant ON accounts.slug (tenant_id);
SELECT app.fence('accounts.slug');
REVOKE ALL ON accounts.slug FROM app_tenant;

CREATE TABLE accounts.person (
    tenant_id   uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id          uuid        NOT NULL,
    email       text        NOT NULL,                         -- lower case
    role        text        NOT NULL CHECK (role IN ('owner', 'member')),
    password    text        NOT NULL,                         -- scrypt, as a PHC string
    first_name  text,
    last_name   text,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT person_email_taken UNIQUE (tenant_id, email)
);
SELECT app.fence('accounts.person');

-- Without its row here nothing that a tenant sealed can be opened again.
CREATE TABLE accounts.data_key (
    tenant_id   uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    version     smallint    NOT NULL CHECK (version BETWEEN 1 AND 255),   -- the newest seals; sealed bytes begin with theirs
    wrapped     bytea       NOT NULL CHECK (octet_length(wrapped) = 40),  -- AES-256 key wrap (RFC 3394) under HERALD_MASTER_KEY
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, version)
);
SELECT app.fence('accounts.data_key');
REVOKE ALL ON accounts.data_key FROM app_tenant;

"""#),
        Migration(name: "0004_auth", sql: #"""
-- auth: API keys, of which only the digest is kept

CREATE SCHEMA auth;
GRANT USAGE ON SCHEMA auth TO app_tenant, app_system;

CREATE TABLE auth.api_key (
    tenant_id     uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id            uuid        NOT NULL,                       -- version 7
    name          text        NOT NULL,
    prefix        text        NOT NULL,                       -- enough of the key to tell it from others
    environment   text        NOT NULL CHECK (environment IN ('live', 'test')),
    scopes        smallint    NOT NULL CHECK (scopes BETWEEN 1 AND 7),   -- 1 send, 2 read, 4 manage
    instance_id   uuid,                                       -- the one instance it is pinned to
    expires_at    timestamptz,
    revoked_at    timestamptz,                                -- its digest is gone then, too
    last_used_at  timestamptz,                                -- coarse
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX api_key_usable ON auth.api_key (tenant_id, id) WHERE revoked_at IS NULL;
SELECT app.fence('auth.api_key');

-- Directory of the whole deployment: which key a digest is of.
CREATE TABLE auth.digest (
    digest     bytea NOT NULL PRIMARY KEY CHECK (octet_length(digest) = 32),   -- SHA-256 of the key as it is presented
    tenant_id  uuid  NOT NULL,
    key_id     uuid  NOT NULL,
    FOREIGN KEY (tenant_id, key_id) REFERENCES auth.api_key (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX digest_key ON auth.digest (tenant_id, key_id);
SELECT app.fence('auth.digest');
REVOKE ALL ON auth.digest FROM app_tenant;

"""#),
        Migration(name: "0005_billing", sql: #"""
-- billing: plans, which tenant has which, and what it has used up today

CREATE SCHEMA billing;
GRANT USAGE ON SCHEMA billing TO app_tenant, app_system;

-- Plans are the operator's rows, the same for every tenant; null is unlimited.
CREATE TABLE billing.plan (
    name                   text        NOT NULL PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    price_minor            bigint      NOT NULL CHECK (price_minor >= 0),       -- a month, in the currency's smallest unit
    currency               text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'), -- ISO 4217
    max_instances          integer     CHECK (max_instances >= 0),
    messages_per_day       integer     CHECK (messages_per_day >= 0),
    requests_per_second    integer     CHECK (requests_per_second > 0),
    max_keys               integer     CHECK (max_keys >= 0),
    max_webhook_endpoints  integer     CHECK (max_webhook_endpoints >= 0),
    media_bytes            jsonb       NOT NULL CHECK (jsonb_typeof(media_bytes) = 'object')  -- by kind; a kind that is missing is unlimited
);
ALTER TABLE billing.plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.plan FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON billing.plan FOR SELECT TO app_tenant USING (true);
CREATE POLICY operator ON billing.plan TO app_system USING (true) WITH CHECK (true);
GRANT SELECT ON billing.plan TO app_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.plan TO app_system;

CREATE TABLE billing.subscription (
    tenant_id   uuid        NOT NULL PRIMARY KEY REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    plan        text        NOT NULL REFERENCES billing.plan (name) ON UPDATE CASCADE,
    overrides   jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(overrides) = 'object'),  -- limit name: a number or "unlimited"
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE INDEX subscription_plan ON billing.subscription (plan, tenant_id);
SELECT app.fence('billing.subscription');
-- A tenant does not choose what it may do. One column stays, since PostgreSQL lets nobody lock a row that he may not change at all.
REVOKE INSERT, UPDATE, DELETE ON billing.subscription FROM app_tenant;
GRANT UPDATE (updated_at) ON billing.subscription TO app_tenant;

-- Half empty pages and an early vacuum: the row of today changes with every batch of messages.
CREATE TABLE billing.usage_day (
    tenant_id     uuid   NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    day           date   NOT NULL,                            -- in UTC
    messages      bigint NOT NULL DEFAULT 0 CHECK (messages >= 0),
    api_requests  bigint NOT NULL DEFAULT 0 CHECK (api_requests >= 0),
    PRIMARY KEY (tenant_id, day)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
SELECT app.fence('billing.usage_day');
REVOKE DELETE ON billing.usage_day FROM app_tenant;

-- The value of a limit: the tenant's own if it has one, else the plan's; null is unlimited.
CREATE FUNCTION billing.effective(plan_value integer, override jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE jsonb_typeof(override) WHEN 'number' THEN override::bigint WHEN 'string' THEN NULL ELSE plan_value END
$$;

-- Counts each of `amounts` against the tenant's allowance of the day, and says of each whether it fitted. Earlier ones come first; one that
-- does not fit takes nothing, and smaller ones after it may still fit. The counter's row stays locked until the transaction ends, so no
-- two of them can count on the same remainder.
CREATE FUNCTION billing.reserve(of_tenant uuid, on_day date, amounts integer[]) RETURNS boolean[]
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    requests integer := coalesce(cardinality(amounts), 0);
    total    bigint;
    allowed  bigint;
    used     bigint;
    amount   integer;
    fits     boolean[] := '{}';
BEGIN
    IF requests = 0 THEN
        RETURN '{}';
    END IF;

    total := 0;
    FOREACH amount IN ARRAY amounts LOOP
        IF amount < 0 THEN
            RAISE EXCEPTION 'an amount is negative' USING ERRCODE = 'invalid_parameter_value';
        END IF;
        total := total + amount;
    END LOOP;

    -- What nearly always happens, in one statement: all of it fits.
    UPDATE billing.usage_day AS today SET messages = today.messages + total
    FROM billing.subscription JOIN billing.plan ON plan.name = subscription.plan
    WHERE today.tenant_id = of_tenant AND today.day = on_day AND subscription.tenant_id = of_tenant
      AND coalesce(today.messages + total <= billing.effective(plan.messages_per_day, subscription.overrides -> 'messages_per_day'), true);
    IF FOUND THEN
        RETURN array_fill(true, ARRAY[requests]);
    END IF;

    SELECT billing.effective(plan.messages_per_day, subscription.overrides -> 'messages_per_day') INTO allowed
    FROM billing.subscription JOIN billing.plan ON plan.name = subscription.plan
    WHERE subscription.tenant_id = of_tenant;
    IF NOT FOUND THEN
        RETURN array_fill(false, ARRAY[requests]);
    END IF;

    INSERT INTO billing.usage_day (tenant_id, day) VALUES (of_tenant, on_day) ON CONFLICT (tenant_id, day) DO NOTHING;
    SELECT messages INTO used FROM billing.usage_day WHERE tenant_id = of_tenant AND day = on_day FOR NO KEY UPDATE;
    total := 0;
    FOREACH amount IN ARRAY amounts LOOP
        IF coalesce(used + total + amount <= allowed, true) THEN
            total := total + amount;
            fits := fits || true;
        ELSE
            fits := fits || false;
        END IF;
    END LOOP;
    IF total > 0 THEN
        UPDATE billing.usage_day SET messages = messages + total WHERE tenant_id = of_tenant AND day = on_day;
    END IF;
    RETURN fits;
END
$$;

-- Returns messages that were counted on that day and did not count in the end.
CREATE FUNCTION billing.give_back(of_tenant uuid, on_day date, amount integer) RETURNS void
LANGUAGE sql VOLATILE AS $$
    UPDATE billing.usage_day SET messages = greatest(messages - greatest(amount, 0), 0) WHERE tenant_id = of_tenant AND day = on_day
$$;

REVOKE EXECUTE ON FUNCTION billing.effective, billing.reserve, billing.give_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.effective, billing.reserve, billing.give_back TO app_tenant, app_system;

INSERT INTO billing.plan
    (name, price_minor, currency, max_instances, messages_per_day, requests_per_second, max_keys, max_webhook_endpoints, media_bytes)
VALUES
    ('free', 0, 'USD', 10, 100, 10, 10, 10,
     '{"image": 16777216, "video": 67108864, "audio": 16777216, "document": 67108864, "sticker": 1048576}'),
    ('pro', 2900, 'USD', NULL, 10000, 10, 100, 100,
     '{"image": 16777216, "video": 67108864, "audio": 16777216, "document": 67108864, "sticker": 1048576}');

"""#),
        Migration(name: "0006_instances", sql: #"""
-- instances: WhatsApp numbers, which process holds their sessions, and what those sessions keep

CREATE SCHEMA instances;
GRANT USAGE ON SCHEMA instances TO app_tenant, app_system;

-- Processes that hold sessions; of the whole deployment, so no tenant can see them. The lease is the process's and not the instance's:
-- renewing it is one row, however many sessions it holds.
CREATE TABLE instances.holder (
    id           uuid        NOT NULL PRIMARY KEY,            -- new at every start and after every lost lease
    lease_until  timestamptz NOT NULL
);
ALTER TABLE instances.holder ENABLE ROW LEVEL SECURITY;
ALTER TABLE instances.holder FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON instances.holder TO app_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON instances.holder TO app_system;

CREATE TABLE instances.instance (
    tenant_id        uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id               uuid        NOT NULL,                    -- version 7
    name             text,
    channel          text        NOT NULL CHECK (channel IN ('simulator', 'linked', 'cloud')),
    sandbox          boolean     NOT NULL,
    status           text        NOT NULL CHECK (status IN
        ('created', 'pairing', 'passkey_required', 'connecting', 'connected', 'degraded', 'disconnected', 'logged_out')),
    status_reason    text,
    number           text,                                    -- of the phone that linked it last
    lid              text,
    is_default       boolean     NOT NULL DEFAULT false,
    wish             text        NOT NULL CHECK (wish IN ('none', 'session', 'unlink')),  -- what its holder is to bring about
    asked            bigint      NOT NULL DEFAULT 0,          -- grows when a session is wanted anew; a session of an older number is closed
    holder           uuid,                                    -- counts only while that holder's lease runs
    fence            bigint      NOT NULL DEFAULT 0,          -- grows with every claim; a holder's writes name the one it was given
    code_form        text        CHECK (code_form IN ('qr', 'typed')),
    code_sealed      bytea,                                   -- it carries a secret of the pairing
    code_sequence    integer,
    code_expires_at  timestamptz,
    last_seen_at     timestamptz,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    removed_at       timestamptz,                             -- gone for the tenant; the row stays until the phone was told
    PRIMARY KEY (tenant_id, id),
    CHECK ((code_form IS NULL) = (code_sealed IS NULL) AND (code_form IS NULL) = (code_sequence IS NULL)
        AND (code_form IS NULL) = (code_expires_at IS NULL))
) WITH (fillfactor = 80);

CREATE UNIQUE INDEX instance_default ON instances.instance (tenant_id) WHERE is_default;
-- Whom somebody has to hold.
CREATE INDEX instance_wanted ON instances.instance (tenant_id, id) WHERE wish <> 'none';
SELECT app.fence('instances.instance');

-- What a linked device keeps: keys and ratchets.
CREATE TABLE instances.device_state (
    tenant_id    uuid        NOT NULL,
    instance_id  uuid        NOT NULL,
    name         text        NOT NULL,
    sealed       bytea       NOT NULL,                        -- with the tenant's data key, bound to this row
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, instance_id, name),
    FOREIGN KEY (tenant_id, instance_id) REFERENCES instances.instance (tenant_id, id) ON DELETE CASCADE
);
SELECT app.fence('instances.device_state');

"""#),
        Migration(name: "0007_messaging", sql: #"""
-- messaging: messages a tenant sends and receives, and what became of them

CREATE SCHEMA messaging;
GRANT USAGE ON SCHEMA messaging TO app_tenant, app_system;

-- No foreign key to accounts.tenant: it would cost every accepted message a lookup, and the fence already admits only the tenant that was
-- admitted. A deleted tenant's rows are removed by a bounded job, not by one great cascade.
CREATE TABLE messaging.message (
    tenant_id        uuid        NOT NULL,
    id               uuid        NOT NULL,                    -- version 7, made when the message was accepted
    batch_id         uuid        NOT NULL,                    -- shared by the messages of one request
    instance_id      uuid        NOT NULL,
    direction        text        NOT NULL CHECK (direction IN ('out', 'in')),
    chat             text        NOT NULL,                    -- the person's or group's address
    sender           text,                                    -- who wrote it: a person, or the instance itself
    kind             text        NOT NULL,
    content          jsonb       NOT NULL,
    whatsapp_id      text        NOT NULL COLLATE "C",        -- chosen at acceptance, the same on every attempt
    reply_to         text,                                    -- the WhatsApp id it answers
    client_reference text,
    state            text        NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'withdrawn', 'received')),
    tries            smallint    NOT NULL DEFAULT 0,
    error_code       text,
    due_at           timestamptz NOT NULL,
    created_at       timestamptz NOT NULL,
    sent_at          timestamptz,
    delivered_at     timestamptz,
    read_at          timestamptz,
    PRIMARY KEY (tenant_id, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

-- What is to be sent, in the order in which it is sent, and what is under way, which after a crash has to be taken up again.
CREATE INDEX message_due ON messaging.message (tenant_id, instance_id, due_at, id) WHERE state IN ('queued', 'sending');
-- Acknowledgements, receipts and repeated inbound messages name the WhatsApp id.
CREATE UNIQUE INDEX message_whatsapp_id ON messaging.message (tenant_id, instance_id, whatsapp_id);

SELECT app.fence('messaging.message');

-- What an event tells of a message: Contracts' MessageEvent, written where the row is.
CREATE FUNCTION messaging.facts(m messaging.message, event uuid, status text, occurred_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'event_id', event, 'tenant_id', m.tenant_id, 'message_id', m.id, 'batch_id', m.batch_id, 'instance_id', m.instance_id,
        'direction', m.direction, 'chat', m.chat, 'sender', m.sender, 'kind', m.kind, 'content', m.content, 'whatsapp_id', m.whatsapp_id,
        'client_reference', m.client_reference, 'status', status, 'error_code', m.error_code,
        'created_at', (extract(epoch FROM m.created_at) * 1000000)::bigint,
        'occurred_at', (extract(epoch FROM occurred_at) * 1000000)::bigint)
$$;

"""#),
        Migration(name: "0008_webhooks", sql: #"""
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

"""#),
        Migration(name: "0009_people", sql: #"""
-- accounts: people in four roles, invitations, and tenants that have ended

ALTER TABLE accounts.person DROP CONSTRAINT person_role_check;
ALTER TABLE accounts.person ADD CONSTRAINT person_role_check CHECK (role IN ('owner', 'admin', 'member', 'viewer'));

-- A closed tenant is unknown to everybody; its rows, and its slug, go later and in portions.
ALTER TABLE accounts.tenant ADD COLUMN closed_at timestamptz;
ALTER TABLE accounts.tenant DROP CONSTRAINT tenant_status_check;
ALTER TABLE accounts.tenant ADD CONSTRAINT tenant_status_check CHECK (status IN ('active', 'suspended', 'closed'));
ALTER TABLE accounts.tenant ADD CONSTRAINT tenant_closed_check CHECK ((status = 'closed') = (closed_at IS NOT NULL));
-- What is to be erased, the oldest first.
CREATE INDEX tenant_closed ON accounts.tenant (closed_at) WHERE status = 'closed';

CREATE TABLE accounts.invitation (
    tenant_id   uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id          uuid        NOT NULL,                         -- version 7
    email       text        NOT NULL,                         -- lower case
    role        text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    digest      bytea       NOT NULL CHECK (octet_length(digest) = 32),  -- SHA-256 of the secret in the link
    invited_by  uuid,                                         -- the person, whose end is the invitation's; null: a key
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT invitation_email_taken UNIQUE (tenant_id, email),
    UNIQUE (tenant_id, digest)
);
SELECT app.fence('accounts.invitation');

"""#),
        Migration(name: "0010_tokens", sql: #"""
-- auth: access tokens of people, tokens that open one stream, keys with a text that ends, and whether anything was revoked

-- People who have signed in.
CREATE TABLE auth.session_token (
    tenant_id   uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id          uuid        NOT NULL,
    person_id   uuid        NOT NULL,
    role        text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX session_token_person ON auth.session_token (tenant_id, person_id, expires_at);
-- What is swept is looked for across tenants.
CREATE INDEX session_token_end ON auth.session_token (expires_at);
SELECT app.fence('auth.session_token');

-- Opens one stream once; the row goes with the use.
CREATE TABLE auth.stream_token (
    tenant_id   uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id          uuid        NOT NULL,
    path        text        NOT NULL,
    key_id      uuid,                                         -- what it was made with: a key, a person's token, or both
    token_id    uuid,
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (num_nonnulls(key_id, token_id) > 0),
    CONSTRAINT stream_token_key FOREIGN KEY (tenant_id, key_id) REFERENCES auth.api_key (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT stream_token_session FOREIGN KEY (tenant_id, token_id) REFERENCES auth.session_token (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX stream_token_by_key ON auth.stream_token (tenant_id, key_id) WHERE key_id IS NOT NULL;
CREATE INDEX stream_token_by_session ON auth.stream_token (tenant_id, token_id) WHERE token_id IS NOT NULL;
CREATE INDEX stream_token_end ON auth.stream_token (expires_at);
SELECT app.fence('auth.stream_token');

-- The directory names what any digest is of. A key has a second one while its old text still works.
ALTER TABLE auth.digest
    ALTER COLUMN key_id DROP NOT NULL,
    ADD COLUMN token_id uuid,
    ADD COLUMN stream_token_id uuid,
    ADD COLUMN expires_at timestamptz,                        -- of a key's old text; whatever else ends does so by its own row
    ADD CONSTRAINT digest_of_one CHECK (num_nonnulls(key_id, token_id, stream_token_id) = 1),
    ADD CONSTRAINT digest_end CHECK (expires_at IS NULL OR key_id IS NOT NULL),
    ADD FOREIGN KEY (tenant_id, token_id) REFERENCES auth.session_token (tenant_id, id) ON DELETE CASCADE,
    ADD FOREIGN KEY (tenant_id, stream_token_id) REFERENCES auth.stream_token (tenant_id, id) ON DELETE CASCADE;
DROP INDEX auth.digest_key;
CREATE INDEX digest_key ON auth.digest (tenant_id, key_id) WHERE key_id IS NOT NULL;
CREATE INDEX digest_token ON auth.digest (tenant_id, token_id) WHERE token_id IS NOT NULL;
CREATE INDEX digest_stream_token ON auth.digest (tenant_id, stream_token_id) WHERE stream_token_id IS NOT NULL;
CREATE INDEX digest_end ON auth.digest (expires_at) WHERE expires_at IS NOT NULL;

-- When a key was used last is written over and over.
ALTER TABLE auth.api_key SET (fillfactor = 80);

-- Grows with everything that is revoked, in the transaction that revokes it: whoever remembers whom credentials admit looks at it.
CREATE TABLE auth.revision (
    single  boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (single),
    number  bigint  NOT NULL
) WITH (fillfactor = 10);
ALTER TABLE auth.revision ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.revision FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON auth.revision TO app_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.revision TO app_system;

"""#),
        Migration(name: "0011_sessions", sql: #"""
-- instances: the tenants' own handles, proof of life and back-off, passkeys, codes to type, and errands to whoever holds a session

ALTER TABLE instances.instance
    -- Codes to scan and codes to type are shown side by side, each in columns of its own. Takes the check that names it along.
    DROP COLUMN code_form,
    ADD COLUMN handle            text,                              -- the caller's own name, unique among the tenant's
    ADD COLUMN typed_sealed      bytea,
    ADD COLUMN typed_sequence    integer,
    ADD COLUMN typed_expires_at  timestamptz,
    ADD COLUMN passkey_sealed    bytea,                             -- WebAuthn's request options, while the phone waits for the answer
    ADD COLUMN openings          integer     NOT NULL DEFAULT 0,    -- of its session since one of them lasted; counted before each
    ADD COLUMN open_after        timestamptz,                       -- nobody opens a session for it before
    ADD CHECK (num_nulls(code_sealed, code_sequence, code_expires_at) IN (0, 3)),
    ADD CHECK (num_nulls(typed_sealed, typed_sequence, typed_expires_at) IN (0, 3));

CREATE UNIQUE INDEX instance_handle ON instances.instance (tenant_id, handle) WHERE handle IS NOT NULL AND removed_at IS NULL;

-- What one process asks of the one that holds the session. Lives for seconds.
CREATE TABLE instances.errand (
    tenant_id    uuid        NOT NULL,
    instance_id  uuid        NOT NULL,
    id           uuid        NOT NULL,                              -- version 7: in the order in which they were asked
    kind         text        NOT NULL,
    sealed       bytea       NOT NULL,                              -- what is asked, with the tenant's data key, bound to this row
    expires_at   timestamptz NOT NULL,                              -- nobody waits for the answer any longer
    taken_by     uuid,                                              -- the holder that does it; done at most once
    answer       bytea,                                             -- sealed as well
    PRIMARY KEY (tenant_id, instance_id, id),
    FOREIGN KEY (tenant_id, instance_id) REFERENCES instances.instance (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX errand_untaken ON instances.errand (tenant_id, instance_id, id) WHERE taken_by IS NULL;
SELECT app.fence('instances.errand');

"""#),
        Migration(name: "0012_webhook_shortcut", sql: #"""
-- webhooks: the one endpoint that is set on an instance itself; otherwise an endpoint like all others

ALTER TABLE webhooks.endpoint
    ADD COLUMN is_shortcut boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT endpoint_shortcut_of CHECK (NOT is_shortcut OR instance_id IS NOT NULL);
CREATE UNIQUE INDEX endpoint_shortcut ON webhooks.endpoint (tenant_id, instance_id) WHERE is_shortcut;

"""#),
        Migration(name: "0013_messages", sql: #"""
-- messaging: content of every kind, schedules, lanes, campaigns' messages, and what is told of a message's way

ALTER TABLE messaging.message
    ADD COLUMN lane        smallint NOT NULL DEFAULT 0 CHECK (lane IN (0, 1)),   -- 0 transactional, 1 bulk: the lower goes first
    ADD COLUMN crashes     smallint NOT NULL DEFAULT 0,                          -- how often a process died while it was under way
    ADD COLUMN claimed_at  timestamptz,                                          -- when it was last handed over
    ADD COLUMN campaign_id uuid,
    ADD COLUMN contact_id  uuid,
    ADD COLUMN send_at     timestamptz,                                          -- when it was asked to be sent, if that was to be later
    ADD COLUMN ended_at    timestamptz,                                          -- when it failed or was withdrawn
    DROP CONSTRAINT message_state_check,
    -- 'scheduled' waits for its time and is not counted against a day yet; 'held' waits for its campaign to go on.
    ADD CONSTRAINT message_state_check CHECK (state IN
        ('scheduled', 'held', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'withdrawn', 'received'));

-- Heads of chats are looked for, lane by lane: one message of a chat is under way at a time, so that none overtakes another.
DROP INDEX messaging.message_due;
CREATE INDEX message_queue ON messaging.message (tenant_id, instance_id, lane, chat, due_at, id) WHERE state = 'queued';
CREATE INDEX message_sending ON messaging.message (tenant_id, instance_id) WHERE state = 'sending';
-- What waits for its time, of all tenants, the earliest first.
CREATE INDEX message_scheduled ON messaging.message (due_at, tenant_id, id) WHERE state = 'scheduled';
-- Lists by request, by campaign, by chat; a person's earlier messages. The WhatsApp id first, since lists name it without an instance.
CREATE INDEX message_batch ON messaging.message (tenant_id, batch_id);
CREATE INDEX message_campaign ON messaging.message (tenant_id, campaign_id, state, id) WHERE campaign_id IS NOT NULL;
CREATE INDEX message_chat ON messaging.message (tenant_id, instance_id, chat, id);
CREATE INDEX message_reference ON messaging.message (tenant_id, client_reference, id) WHERE client_reference IS NOT NULL;
-- What is out of the ordinary is looked for among much that is not.
CREATE INDEX message_aside ON messaging.message (tenant_id, id) WHERE state IN ('scheduled', 'held', 'failed', 'withdrawn');
DROP INDEX messaging.message_whatsapp_id;
CREATE UNIQUE INDEX message_whatsapp_id ON messaging.message (tenant_id, whatsapp_id, instance_id);

-- One request to send later, under the short number that one dialect's customers name it by.
CREATE TABLE messaging.schedule (
    tenant_id   uuid        NOT NULL,
    batch_id    uuid        NOT NULL,                    -- of its messages
    number      bigint      NOT NULL CHECK (number > 0),
    instance_id uuid        NOT NULL,
    send_at     text        NOT NULL,                    -- as it was asked for
    due_at      timestamptz NOT NULL,
    state       text        NOT NULL CHECK (state IN ('pending', 'started', 'cancelled')),
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, batch_id)
);
CREATE UNIQUE INDEX schedule_number ON messaging.schedule (tenant_id, number);
CREATE INDEX schedule_pending ON messaging.schedule (tenant_id, due_at, batch_id) WHERE state = 'pending';
SELECT app.fence('messaging.schedule');

-- Steps on a message's way that its row does not tell: retries, waits, sending it again. Nothing is written here for a message that
-- simply goes out.
CREATE TABLE messaging.step (
    tenant_id  uuid        NOT NULL,
    message_id uuid        NOT NULL,
    id         uuid        NOT NULL,
    at         timestamptz NOT NULL,
    step       text        NOT NULL,
    detail     text,
    PRIMARY KEY (tenant_id, message_id, id)
);
SELECT app.fence('messaging.step');

-- Why an instance's lane sends nothing now, and until when.
CREATE TABLE messaging.pause (
    tenant_id   uuid        NOT NULL,
    instance_id uuid        NOT NULL,
    lane        smallint    NOT NULL CHECK (lane IN (0, 1)),
    reason      text        NOT NULL,
    until       timestamptz NOT NULL,
    times       integer     NOT NULL DEFAULT 1,          -- how often in a row, which decides how long
    PRIMARY KEY (tenant_id, instance_id, lane)
);
SELECT app.fence('messaging.pause');

CREATE OR REPLACE FUNCTION messaging.facts(m messaging.message, event uuid, status text, occurred_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'event_id', event, 'tenant_id', m.tenant_id, 'message_id', m.id, 'batch_id', m.batch_id, 'instance_id', m.instance_id,
        'direction', m.direction, 'chat', m.chat, 'sender', m.sender, 'kind', m.kind, 'content', m.content, 'whatsapp_id', m.whatsapp_id,
        'client_reference', m.client_reference, 'status', status, 'error_code', m.error_code, 'reply_to', m.reply_to,
        'campaign_id', m.campaign_id, 'contact_id', m.contact_id,
        'created_at', (extract(epoch FROM m.created_at) * 1000000)::bigint,
        'occurred_at', (extract(epoch FROM occurred_at) * 1000000)::bigint)
$$;

"""#),
        Migration(name: "0014_media", sql: #"""
-- media: the files that messages carry, in pieces

CREATE SCHEMA media;
GRANT USAGE ON SCHEMA media TO app_tenant, app_system;

CREATE TABLE media.file (
    tenant_id    uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id           uuid        NOT NULL,
    state        text        NOT NULL DEFAULT 'arriving' CHECK (state IN ('arriving', 'kept', 'leaving')),
    mime_type    text,                                      -- what its bytes say
    bytes        bigint,
    sha256       bytea,
    file_name    text,                                      -- a label, made harmless
    source       text,                                      -- the URL it was fetched from
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,                      -- of one that arrives: when nothing more has come for too long
    PRIMARY KEY (tenant_id, id),
    CHECK (state <> 'kept' OR (mime_type IS NOT NULL AND bytes > 0 AND length(sha256) = 32))
);
-- The same bytes are kept once in a tenant.
CREATE UNIQUE INDEX file_content ON media.file (tenant_id, sha256) WHERE state = 'kept';
CREATE INDEX file_end ON media.file (expires_at) WHERE state <> 'leaving';
CREATE INDEX file_leaving ON media.file (tenant_id, id) WHERE state = 'leaving';
SELECT app.fence('media.file');

CREATE TABLE media.chunk (
    tenant_id    uuid        NOT NULL,
    file_id      uuid        NOT NULL,
    number       integer     NOT NULL,                      -- from 0; all but the last are of 256 KiB
    bytes        bytea       NOT NULL,
    PRIMARY KEY (tenant_id, file_id, number),
    FOREIGN KEY (tenant_id, file_id) REFERENCES media.file (tenant_id, id) ON DELETE CASCADE
);
-- Pictures and films are compressed already.
ALTER TABLE media.chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
SELECT app.fence('media.chunk');

"""#),
        Migration(name: "0015_groups", sql: #"""
-- groups: how the groups of linked numbers were when they were last heard of

CREATE SCHEMA groups;
GRANT USAGE ON SCHEMA groups TO app_tenant, app_system;

CREATE TABLE groups.snapshot (
    tenant_id    uuid        NOT NULL,
    instance_id  uuid        NOT NULL,
    group_id     text        NOT NULL COLLATE "C",          -- WhatsApp's address of it
    snapshot     jsonb,                                     -- NULL: the number has left it, and an older answer must not bring it back
    synced_at    timestamptz NOT NULL,                      -- it was like that then, or later; what is older does not replace it
    PRIMARY KEY (tenant_id, instance_id, group_id)
);
SELECT app.fence('groups.snapshot');

-- How far that can be trusted.
CREATE TABLE groups.listing (
    tenant_id    uuid        NOT NULL,
    instance_id  uuid        NOT NULL,
    listed_at    timestamptz,                               -- all groups were last asked for
    connected_at timestamptz,                               -- what was read before may have changed without a word
    PRIMARY KEY (tenant_id, instance_id)
);
SELECT app.fence('groups.listing');

"""#),
        Migration(name: "0016_numbers", sql: #"""
-- numbers: which numbers are on WhatsApp, as it said when it was last asked, and how much more it may be asked

CREATE SCHEMA numbers;
GRANT USAGE ON SCHEMA numbers TO app_tenant, app_system;

CREATE TABLE numbers.registration (
    tenant_id  uuid        NOT NULL,
    sandbox    boolean     NOT NULL,                        -- the simulated network was asked: that says nothing of the real one
    number     text        NOT NULL COLLATE "C",            -- digits
    jid        text,                                        -- NULL: there is no account
    lid        text,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, sandbox, number)
);
-- What is old, of all tenants, is swept.
CREATE INDEX registration_age ON numbers.registration (checked_at);
SELECT app.fence('numbers.registration');

-- A bucket of tokens for each instance, as the time at which it is full again.
CREATE TABLE numbers.allowance (
    tenant_id   uuid        NOT NULL,
    instance_id uuid        NOT NULL,
    full_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, instance_id)
);
SELECT app.fence('numbers.allowance');

"""#),
        Migration(name: "0017_campaigns", sql: #"""
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

"""#),
        Migration(name: "0018_dispatch", sql: #"""
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

"""#),
        Migration(name: "0019_revision", sql: #"""
-- billing: a number that says whether anything has changed that limits what tenants may do

-- Whoever remembers limits looks at it. The triggers move it, so that nothing can change limits without saying so.
CREATE TABLE billing.revision (
    single  boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (single),
    number  bigint  NOT NULL
) WITH (fillfactor = 10);
ALTER TABLE billing.revision ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.revision FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON billing.revision TO app_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.revision TO app_system;

CREATE FUNCTION billing.advance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO billing.revision (number) VALUES (1) ON CONFLICT (single) DO UPDATE SET number = revision.number + 1;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION billing.advance FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.advance TO app_system;

CREATE TRIGGER plan_changed AFTER UPDATE OR DELETE ON billing.plan FOR EACH STATEMENT EXECUTE FUNCTION billing.advance();
CREATE TRIGGER subscription_changed AFTER UPDATE OF plan, overrides OR DELETE ON billing.subscription
    FOR EACH STATEMENT EXECUTE FUNCTION billing.advance();

-- What a plan limits fits into an integer as it does there, also where a tenant has a limit of its own.
ALTER TABLE billing.plan ADD CONSTRAINT plan_price CHECK (price_minor <= 1000000000000);

-- What plans cost and include since when, and which plan tenants have had since when: statements tell months that are over. What changes on a
-- day holds for the whole day, the last change of it. A plan or a tenant without a row has been as it is from its beginning.
CREATE TABLE billing.plan_version (
    name              text    NOT NULL,
    day               date    NOT NULL,                       -- in UTC, from which on
    price_minor       bigint  NOT NULL,
    currency          text    NOT NULL,
    messages_per_day  integer,
    PRIMARY KEY (name, day)
);
ALTER TABLE billing.plan_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.plan_version FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON billing.plan_version FOR SELECT TO app_tenant USING (true);
CREATE POLICY operator ON billing.plan_version TO app_system USING (true) WITH CHECK (true);
GRANT SELECT ON billing.plan_version TO app_tenant;
GRANT SELECT, INSERT, UPDATE ON billing.plan_version TO app_system;
INSERT INTO billing.plan_version SELECT name, '2000-01-01', price_minor, currency, messages_per_day FROM billing.plan;

CREATE TABLE billing.term (
    tenant_id  uuid NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    day        date NOT NULL,                                 -- in UTC, from which on
    plan       text NOT NULL,
    PRIMARY KEY (tenant_id, day)
);
SELECT app.fence('billing.term');
REVOKE INSERT, UPDATE, DELETE ON billing.term FROM app_tenant;
INSERT INTO billing.term SELECT tenant_id, (created_at AT TIME ZONE 'UTC')::date, plan FROM billing.subscription;

"""#),
        Migration(name: "0020_nodes", sql: #"""
-- billing: the processes that serve, so that each takes its share of a rate

-- One row for each, written every second. All times are the database's: the only clock that all of them share.
CREATE TABLE billing.node (
    id       uuid        NOT NULL PRIMARY KEY,
    seen_at  timestamptz NOT NULL
) WITH (fillfactor = 50);
ALTER TABLE billing.node ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.node FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON billing.node TO app_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.node TO app_system;

-- Says that this process lives at that moment, and how many do: those that said so within `lifetime`. Rows of those long gone are taken out.
CREATE FUNCTION billing.beat(this uuid, moment timestamptz, lifetime interval) RETURNS integer
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    -- A beat that a dying PostgreSQL forgets is made up for by the next.
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO billing.node (id, seen_at) VALUES (this, moment) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at;
    DELETE FROM billing.node WHERE id IN (SELECT id FROM billing.node WHERE seen_at < moment - 10 * lifetime FOR UPDATE SKIP LOCKED);
    RETURN (SELECT count(*) FROM billing.node WHERE seen_at > moment - lifetime);
END
$$;

REVOKE EXECUTE ON FUNCTION billing.beat FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.beat TO app_system;

"""#),
        Migration(name: "0021_idempotency", sql: #"""
-- idempotency: requests that came with a key, and what they were answered

CREATE SCHEMA idempotency;

-- Written in the transaction of what the request does, so that neither is there without the other. The operator's have the zero id for a tenant.
CREATE TABLE idempotency.record (
    tenant_id    uuid        NOT NULL,
    key          text        COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    fingerprint  bytea,                                  -- SHA-256 of method, target and content; NULL until content that streams has come
    request_id   uuid        NOT NULL,
    batch_id     uuid,                                   -- the messages that it was granted, for whoever must answer it again
    status       integer,                                -- of the answer; NULL until there is one
    answer       bytea,                                  -- sealed; NULL too where the answer was too large to be kept
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key)
);
CREATE INDEX record_expiry ON idempotency.record (expires_at);
SELECT app.fence('idempotency.record');

-- Begins the transaction of a request with its record; false where there is one of that key, or where one is being written. Never waits: `gate`
-- stands for the tenant and the key.
CREATE FUNCTION idempotency.claim(
    of_tenant uuid, of_key text, of_fingerprint bytea, of_request uuid, at timestamptz, until timestamptz, gate bigint
) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(gate) THEN
        RETURN false;
    END IF;
    DELETE FROM idempotency.record WHERE tenant_id = of_tenant AND key = of_key AND expires_at <= at;
    INSERT INTO idempotency.record (tenant_id, key, fingerprint, request_id, created_at, expires_at)
    VALUES (of_tenant, of_key, of_fingerprint, of_request, at, until) ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;
REVOKE EXECUTE ON FUNCTION idempotency.claim(uuid, text, bytea, uuid, timestamptz, timestamptz, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION idempotency.claim(uuid, text, bytea, uuid, timestamptz, timestamptz, bigint) TO app_tenant, app_system;

-- Writes the records of those requests that were granted, for a statement that grants many; answers how many. Fails on the primary key where
-- another process has been quicker: then nothing of the statement holds, and it is sent again without that request.
CREATE FUNCTION idempotency.remember(
    of_tenant uuid, keys text[], fingerprints bytea[], requests uuid[], batches uuid[], at timestamptz[], until timestamptz[], granted boolean[]
) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    written bigint;
BEGIN
    DELETE FROM idempotency.record r USING unnest(keys, at, granted) AS q (key, at, is_granted)
     WHERE r.tenant_id = of_tenant AND r.key = q.key AND q.is_granted AND r.expires_at <= q.at;
    INSERT INTO idempotency.record (tenant_id, key, fingerprint, request_id, batch_id, created_at, expires_at)
    SELECT of_tenant, q.key, q.fingerprint, q.request_id, q.batch_id, q.at, q.until
      FROM unnest(keys, fingerprints, requests, batches, at, until, granted) AS q (key, fingerprint, request_id, batch_id, at, until, is_granted)
     WHERE q.is_granted
     ORDER BY q.key;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;
REVOKE EXECUTE ON FUNCTION idempotency.remember(uuid, text[], bytea[], uuid[], uuid[], timestamptz[], timestamptz[], boolean[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION idempotency.remember(uuid, text[], bytea[], uuid[], uuid[], timestamptz[], timestamptz[], boolean[])
    TO app_tenant, app_system;

"""#),
        Migration(name: "0022_admin", sql: #"""
-- admin: why and since when a tenant is suspended, how an operator finds tenants and what was given up, and his looks into tenants

-- Null, too, for those that were suspended before this was written down.
ALTER TABLE accounts.tenant
    ADD COLUMN suspended_at      timestamptz,
    ADD COLUMN suspension_reason text,                        -- the operator's words
    ADD CONSTRAINT tenant_suspended_check CHECK (suspended_at IS NULL OR status = 'suspended'),
    ADD CONSTRAINT tenant_reason_check CHECK (suspension_reason IS NULL OR suspended_at IS NOT NULL);

-- The operator looks for tenants by the addresses of their people, so it does not begin with the tenant.
CREATE INDEX person_email ON accounts.person (email text_pattern_ops);

-- A token without a person is the operator's look into the tenant, and says why it was made.
ALTER TABLE auth.session_token
    ALTER COLUMN person_id DROP NOT NULL,
    ADD COLUMN reason text,
    ADD COLUMN uses   integer NOT NULL DEFAULT 0,             -- how often the operator looked with it
    ADD CONSTRAINT session_token_bearer CHECK (num_nonnulls(person_id, reason) = 1);
CREATE INDEX session_token_impersonation ON auth.session_token (tenant_id, expires_at) WHERE person_id IS NULL;

-- The operator reads them across tenants, newest first.
CREATE INDEX dead_newest ON events.dead (id, subscriber);

"""#),
        Migration(name: "0023_audit", sql: #"""
-- audit: who did what that matters for security, in a chain for each tenant that nobody can mend who has changed it

CREATE SCHEMA audit;

-- One row for each thing that was done, numbered without gaps. `hash` is a code over the row and over the hash of the row before, under a key that
-- is not in the database. The operator's own trail has the tenant 0. Details are text: what the code is over must come back as it went in.
CREATE TABLE audit.entry (
    tenant_id        uuid        NOT NULL,
    sequence         bigint      NOT NULL CHECK (sequence > 0),
    id               uuid        NOT NULL,
    at               timestamptz NOT NULL,
    action           text        NOT NULL,
    actor            text        NOT NULL CHECK (actor IN ('key', 'person', 'operator', 'anonymous', 'herald')),
    actor_id         uuid,                                  -- of the key, of the person, or of the operator's impersonation
    person_id        uuid,                                  -- who signed in with this, or showed a token beside a key
    subject          text,
    before           text,
    after            text,
    address          text,
    request_id       uuid,
    hash             bytea       NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (tenant_id, sequence)
);
CREATE INDEX entry_newest ON audit.entry (tenant_id, id);
CREATE INDEX entry_action ON audit.entry (tenant_id, action, id);
-- The operator reads them across tenants.
CREATE INDEX entry_everywhere ON audit.entry (id);
SELECT app.fence('audit.entry');

-- Where each chain ends, so that a missing end is noticed; sealed under the same key. Locked while a row is added: that is what makes the numbers
-- gap-free. Beside it, how many refusals were written down since when, and how many were left out.
CREATE TABLE audit.head (
    tenant_id      uuid        PRIMARY KEY,
    sequence       bigint      NOT NULL CHECK (sequence >= 0),
    hash           bytea       NOT NULL CHECK (octet_length(hash) = 32),
    refusals_since timestamptz NOT NULL,
    refusals       integer     NOT NULL,
    left_out       bigint      NOT NULL,
    seal           bytea       NOT NULL CHECK (octet_length(seal) = 32)
);
SELECT app.fence('audit.head');

-- What is written stays written, whoever asks; only with a tenant that has closed its trail goes, too.
REVOKE UPDATE, DELETE ON audit.entry FROM app_tenant;
REVOKE UPDATE ON audit.entry FROM app_system;
REVOKE DELETE ON audit.head FROM app_tenant;
CREATE POLICY erasure ON audit.entry AS RESTRICTIVE FOR DELETE TO app_system
    USING (EXISTS (SELECT FROM accounts.tenant WHERE tenant.id = tenant_id AND tenant.status = 'closed'));
CREATE POLICY erasure ON audit.head AS RESTRICTIVE FOR DELETE TO app_system
    USING (EXISTS (SELECT FROM accounts.tenant WHERE tenant.id = tenant_id AND tenant.status = 'closed'));

"""#),
        Migration(name: "0024_ledger", sql: #"""
-- billing: every message that is counted is an entry of a ledger, and who comes near the day's limit is warned

-- One entry for each request that was counted, written in its own transaction by the functions below, and one, negative, for what was given back.
-- The sum of a day's entries is what the day's row says. Entries are never changed, and erased only with the tenant.
-- No foreign key to accounts.tenant: it would cost every accepted message a lookup.
CREATE TABLE billing.ledger (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,                         -- the request's or the message's own where it can be counted only once
    request_id  uuid        NOT NULL,                         -- which its messages share
    day         date        NOT NULL,                         -- in UTC
    at          timestamptz NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('opening', 'accepted', 'scheduled', 'bulk', 'resent', 'returned')),
    messages    integer     NOT NULL CHECK (messages > 0 AND kind <> 'returned' OR messages < 0 AND kind = 'returned'),
    PRIMARY KEY (tenant_id, id)
);
SELECT app.fence('billing.ledger');
REVOKE UPDATE, DELETE ON billing.ledger FROM app_tenant;
REVOKE UPDATE ON billing.ledger FROM app_system;
-- A tenant's plan is erased first: as long as it has one, nobody can remove an entry.
CREATE POLICY erasure ON billing.ledger AS RESTRICTIVE FOR DELETE TO app_system
    USING (NOT EXISTS (SELECT FROM billing.subscription WHERE subscription.tenant_id = ledger.tenant_id));

-- What was counted before there was a ledger.
INSERT INTO billing.ledger (tenant_id, id, request_id, day, at, kind, messages)
SELECT tenant_id, id, id, day, day::timestamp AT TIME ZONE 'UTC', 'opening', messages
FROM (SELECT *, md5(tenant_id || ' ' || day)::uuid AS id FROM billing.usage_day WHERE messages > 0) AS counted;

-- That a tenant has used up so many per cent of a day's messages, once for each threshold; the event is recorded afterwards.
CREATE TABLE billing.warning (
    tenant_id  uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    day        date        NOT NULL,                          -- in UTC
    threshold  smallint    NOT NULL CHECK (threshold IN (80, 100)),
    at         timestamptz NOT NULL,
    messages   bigint      NOT NULL,                          -- used up then
    allowed    bigint      NOT NULL,
    is_told    boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, day, threshold)
);
CREATE INDEX warning_untold ON billing.warning (at) WHERE NOT is_told;
SELECT app.fence('billing.warning');
REVOKE UPDATE, DELETE ON billing.warning FROM app_tenant;

CREATE FUNCTION billing.warn(of_tenant uuid, on_day date, counted_at timestamptz, used bigint, allowed bigint) RETURNS void
LANGUAGE sql VOLATILE AS $$
    INSERT INTO billing.warning (tenant_id, day, threshold, at, messages, allowed)
    SELECT of_tenant, on_day, threshold, counted_at, used, allowed FROM (VALUES (80), (100)) AS t (threshold)
    WHERE used * 100 >= allowed * threshold ON CONFLICT DO NOTHING
$$;

DROP FUNCTION billing.reserve(uuid, date, integer[]);
DROP FUNCTION billing.give_back(uuid, date, integer);

-- Counts each of `amounts` against the tenant's allowance of the day, writes an entry for each that fits, and says of each how much of the day is
-- used up after all of them, null for one that does not fit. Earlier ones come first; one that does not fit takes nothing, and smaller ones after it
-- may still fit. An amount of 0 fits, and is no entry. The counter's row stays locked until the transaction ends, so no two of them can count on
-- the same remainder.
CREATE FUNCTION billing.reserve(
    of_tenant uuid, on_day date, counted_at timestamptz, of_kind text, entries uuid[], requests uuid[], amounts integer[]
) RETURNS bigint[] LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    count    integer := coalesce(cardinality(amounts), 0);
    total    bigint := 0;
    allowed  bigint;
    used     bigint;
    amount   integer;
    fits     boolean[] := '{}';
BEGIN
    IF count = 0 THEN
        RETURN '{}';
    END IF;

    FOREACH amount IN ARRAY amounts LOOP
        IF amount < 0 THEN
            RAISE EXCEPTION 'an amount is negative' USING ERRCODE = 'invalid_parameter_value';
        END IF;
        total := total + amount;
    END LOOP;

    -- What nearly always happens, in one statement: all of it fits.
    UPDATE billing.usage_day AS today SET messages = today.messages + total
    FROM billing.subscription JOIN billing.plan ON plan.name = subscription.plan
         CROSS JOIN LATERAL (SELECT billing.effective(plan.messages_per_day, subscription.overrides -> 'messages_per_day') AS a) AS day
    WHERE today.tenant_id = of_tenant AND today.day = on_day AND subscription.tenant_id = of_tenant
      AND coalesce(today.messages + total <= day.a, true)
    RETURNING today.messages, day.a INTO used, allowed;
    IF FOUND THEN
        INSERT INTO billing.ledger (tenant_id, id, request_id, day, at, kind, messages)
        SELECT of_tenant, e.id, e.request_id, on_day, counted_at, of_kind, e.amount
        FROM unnest(entries, requests, amounts) AS e (id, request_id, amount) WHERE e.amount > 0;
        IF used * 100 >= allowed * 80 AND total > 0 THEN
            PERFORM billing.warn(of_tenant, on_day, counted_at, used, allowed);
        END IF;
        RETURN array_fill(used, ARRAY[count]);
    END IF;

    SELECT billing.effective(plan.messages_per_day, subscription.overrides -> 'messages_per_day') INTO allowed
    FROM billing.subscription JOIN billing.plan ON plan.name = subscription.plan
    WHERE subscription.tenant_id = of_tenant;
    IF NOT FOUND THEN
        RETURN array_fill(NULL::bigint, ARRAY[count]);
    END IF;

    INSERT INTO billing.usage_day (tenant_id, day) VALUES (of_tenant, on_day) ON CONFLICT (tenant_id, day) DO NOTHING;
    SELECT messages INTO used FROM billing.usage_day WHERE tenant_id = of_tenant AND day = on_day FOR NO KEY UPDATE;
    total := 0;
    FOREACH amount IN ARRAY amounts LOOP
        IF amount = 0 OR coalesce(used + total + amount <= allowed, true) THEN
            total := total + amount;
            fits := fits || true;
        ELSE
            fits := fits || false;
        END IF;
    END LOOP;
    IF total > 0 THEN
        UPDATE billing.usage_day SET messages = messages + total WHERE tenant_id = of_tenant AND day = on_day;
        INSERT INTO billing.ledger (tenant_id, id, request_id, day, at, kind, messages)
        SELECT of_tenant, e.id, e.request_id, on_day, counted_at, of_kind, e.amount
        FROM unnest(entries, requests, amounts, fits) AS e (id, request_id, amount, fits) WHERE e.fits AND e.amount > 0;
        IF (used + total) * 100 >= allowed * 80 THEN
            PERFORM billing.warn(of_tenant, on_day, counted_at, used + total, allowed);
        END IF;
    END IF;
    RETURN (SELECT array_agg(CASE WHEN f.fits THEN used + total END ORDER BY f.place) FROM unnest(fits) WITH ORDINALITY AS f (fits, place));
END
$$;

-- Returns messages that were counted on that day and did not count in the end, an entry for each amount. One that is more than the day has is not
-- returned at all, so that the day and its entries stay the same sum.
CREATE FUNCTION billing.give_back(of_tenant uuid, on_day date, counted_at timestamptz, entries uuid[], requests uuid[], amounts integer[])
RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    FOR place IN 1 .. coalesce(cardinality(amounts), 0) LOOP
        UPDATE billing.usage_day SET messages = messages - amounts[place]
        WHERE tenant_id = of_tenant AND day = on_day AND amounts[place] BETWEEN 1 AND messages;
        IF FOUND THEN
            INSERT INTO billing.ledger (tenant_id, id, request_id, day, at, kind, messages)
            VALUES (of_tenant, entries[place], requests[place], on_day, counted_at, 'returned', -amounts[place]);
        END IF;
    END LOOP;
END
$$;

REVOKE EXECUTE ON FUNCTION billing.warn, billing.reserve, billing.give_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.warn, billing.reserve, billing.give_back TO app_tenant, app_system;

"""#),
    ]
}
