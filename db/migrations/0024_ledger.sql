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
