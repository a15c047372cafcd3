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
