-- Made by `swift run dev schema` from db/migrations; read it, do not edit it.

--
-- PostgreSQL database dump
--

--
-- Name: accounts; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA accounts;

--
-- Name: app; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA app;

--
-- Name: audit; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA audit;

--
-- Name: auth; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA auth;

--
-- Name: billing; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA billing;

--
-- Name: campaigns; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA campaigns;

--
-- Name: events; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA events;

--
-- Name: groups; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA groups;

--
-- Name: idempotency; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA idempotency;

--
-- Name: instances; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA instances;

--
-- Name: media; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA media;

--
-- Name: messaging; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA messaging;

--
-- Name: numbers; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA numbers;

--
-- Name: webhooks; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA webhooks;

--
-- Name: current_tenant(); Type: FUNCTION; Schema: app; Owner: -
--

CREATE FUNCTION app.current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid;

--
-- Name: fence(regclass, name); Type: FUNCTION; Schema: app; Owner: -
--

CREATE FUNCTION app.fence(fenced regclass, tenant_column name DEFAULT 'tenant_id'::name) RETURNS void
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

--
-- Name: advance(); Type: FUNCTION; Schema: billing; Owner: -
--

CREATE FUNCTION billing.advance() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO billing.revision (number) VALUES (1) ON CONFLICT (single) DO UPDATE SET number = revision.number + 1;
    RETURN NULL;
END
$$;

--
-- Name: beat(uuid, timestamp with time zone, interval); Type: FUNCTION; Schema: billing; Owner: -
--

CREATE FUNCTION billing.beat(this uuid, moment timestamp with time zone, lifetime interval) RETURNS integer
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- A beat that a dying PostgreSQL forgets is made up for by the next.
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO billing.node (id, seen_at) VALUES (this, moment) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at;
    DELETE FROM billing.node WHERE id IN (SELECT id FROM billing.node WHERE seen_at < moment - 10 * lifetime FOR UPDATE SKIP LOCKED);
    RETURN (SELECT count(*) FROM billing.node WHERE seen_at > moment - lifetime);
END
$$;

--
-- Name: effective(integer, jsonb); Type: FUNCTION; Schema: billing; Owner: -
--

CREATE FUNCTION billing.effective(plan_value integer, override jsonb) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE jsonb_typeof(override) WHEN 'number' THEN override::bigint WHEN 'string' THEN NULL ELSE plan_value END
$$;

--
-- Name: give_back(uuid, date, timestamp with time zone, uuid[], uuid[], integer[]); Type: FUNCTION; Schema: billing; Owner: -
--

CREATE FUNCTION billing.give_back(of_tenant uuid, on_day date, counted_at timestamp with time zone, entries uuid[], requests uuid[], amounts integer[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

--
-- Name: reserve(uuid, date, timestamp with time zone, text, uuid[], uuid[], integer[]); Type: FUNCTION; Schema: billing; Owner: -
--

CREATE FUNCTION billing.reserve(of_tenant uuid, on_day date, counted_at timestamp with time zone, of_kind text, entries uuid[], requests uuid[], amounts integer[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
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

--
-- Name: warn(uuid, date, timestamp with time zone, bigint, bigint); Type: FUNCTION; Schema: billing; Owner: -
--

CREATE FUNCTION billing.warn(of_tenant uuid, on_day date, counted_at timestamp with time zone, used bigint, allowed bigint) RETURNS void
    LANGUAGE sql
    AS $$
    INSERT INTO billing.warning (tenant_id, day, threshold, at, messages, allowed)
    SELECT of_tenant, on_day, threshold, counted_at, used, allowed FROM (VALUES (80), (100)) AS t (threshold)
    WHERE used * 100 >= allowed * threshold ON CONFLICT DO NOTHING
$$;

--
-- Name: instant(timestamp without time zone, text); Type: FUNCTION; Schema: campaigns; Owner: -
--

CREATE FUNCTION campaigns.instant(local_time timestamp without time zone, zone text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
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

--
-- Name: delivery; Type: TABLE; Schema: events; Owner: -
--

CREATE TABLE events.delivery (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    subscriber text NOT NULL,
    event text NOT NULL,
    payload jsonb NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    error text
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='500');

ALTER TABLE ONLY events.delivery FORCE ROW LEVEL SECURITY;

--
-- Name: record(uuid, text, uuid[], jsonb[], text[]); Type: FUNCTION; Schema: events; Owner: -
--

CREATE FUNCTION events.record(tenant uuid, name text, ids uuid[], payloads jsonb[], subscribers text[]) RETURNS void
    LANGUAGE sql
    BEGIN ATOMIC
 INSERT INTO events.delivery (tenant_id, id, subscriber, event, payload)  SELECT record.tenant AS tenant,
             recorded.id,
             subscriber.name,
             record.name AS name,
             recorded.payload
            FROM (UNNEST(record.ids, record.payloads) recorded(id, payload)
              CROSS JOIN unnest(record.subscribers) subscriber(name));
END;

--
-- Name: claim(uuid, text, bytea, uuid, timestamp with time zone, timestamp with time zone, bigint); Type: FUNCTION; Schema: idempotency; Owner: -
--

CREATE FUNCTION idempotency.claim(of_tenant uuid, of_key text, of_fingerprint bytea, of_request uuid, at timestamp with time zone, until timestamp with time zone, gate bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(gate) THEN
        RETURN false;
    END IF;
    DELETE FROM idempotency.record WHERE tenant_id = of_tenant AND key = of_key AND expires_at <= at;
    INSERT INTO idempotency.record (tenant_id, key, fingerprint, request_id, created_at, expires_at)
    VALUES (of_tenant, of_key, of_fingerprint, of_request, at, until) ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

--
-- Name: remember(uuid, text[], bytea[], uuid[], uuid[], timestamp with time zone[], timestamp with time zone[], boolean[]); Type: FUNCTION; Schema: idempotency; Owner: -
--

CREATE FUNCTION idempotency.remember(of_tenant uuid, keys text[], fingerprints bytea[], requests uuid[], batches uuid[], at timestamp with time zone[], until timestamp with time zone[], granted boolean[]) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
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

--
-- Name: message; Type: TABLE; Schema: messaging; Owner: -
--

CREATE TABLE messaging.message (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    batch_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    direction text NOT NULL,
    chat text NOT NULL,
    sender text,
    kind text NOT NULL,
    content jsonb NOT NULL,
    whatsapp_id text NOT NULL COLLATE pg_catalog."C",
    reply_to text,
    client_reference text,
    state text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    error_code text,
    due_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    delivered_at timestamp with time zone,
    read_at timestamp with time zone,
    lane smallint DEFAULT 0 NOT NULL,
    crashes smallint DEFAULT 0 NOT NULL,
    claimed_at timestamp with time zone,
    campaign_id uuid,
    contact_id uuid,
    send_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT message_direction_check CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text]))),
    CONSTRAINT message_lane_check CHECK ((lane = ANY (ARRAY[0, 1]))),
    CONSTRAINT message_state_check CHECK ((state = ANY (ARRAY['scheduled'::text, 'held'::text, 'queued'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'read'::text, 'failed'::text, 'withdrawn'::text, 'received'::text])))
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02');

ALTER TABLE ONLY messaging.message FORCE ROW LEVEL SECURITY;

--
-- Name: facts(messaging.message, uuid, text, timestamp with time zone); Type: FUNCTION; Schema: messaging; Owner: -
--

CREATE FUNCTION messaging.facts(m messaging.message, event uuid, status text, occurred_at timestamp with time zone) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
    SELECT jsonb_build_object(
        'event_id', event, 'tenant_id', m.tenant_id, 'message_id', m.id, 'batch_id', m.batch_id, 'instance_id', m.instance_id,
        'direction', m.direction, 'chat', m.chat, 'sender', m.sender, 'kind', m.kind, 'content', m.content, 'whatsapp_id', m.whatsapp_id,
        'client_reference', m.client_reference, 'status', status, 'error_code', m.error_code, 'reply_to', m.reply_to,
        'campaign_id', m.campaign_id, 'contact_id', m.contact_id,
        'created_at', (extract(epoch FROM m.created_at) * 1000000)::bigint,
        'occurred_at', (extract(epoch FROM occurred_at) * 1000000)::bigint)
$$;

--
-- Name: data_key; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.data_key (
    tenant_id uuid NOT NULL,
    version smallint NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT data_key_version_check CHECK (((version >= 1) AND (version <= 255))),
    CONSTRAINT data_key_wrapped_check CHECK ((octet_length(wrapped) = 40))
);

ALTER TABLE ONLY accounts.data_key FORCE ROW LEVEL SECURITY;

--
-- Name: invitation; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.invitation (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    digest bytea NOT NULL,
    invited_by uuid,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT invitation_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT invitation_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text, 'viewer'::text])))
);

ALTER TABLE ONLY accounts.invitation FORCE ROW LEVEL SECURITY;

--
-- Name: person; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.person (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    password text NOT NULL,
    first_name text,
    last_name text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT person_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text, 'viewer'::text])))
);

ALTER TABLE ONLY accounts.person FORCE ROW LEVEL SECURITY;

--
-- Name: slug; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.slug (
    slug text NOT NULL,
    tenant_id uuid NOT NULL,
    CONSTRAINT slug_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$'::text))
);

ALTER TABLE ONLY accounts.slug FORCE ROW LEVEL SECURITY;

--
-- Name: tenant; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.tenant (
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    suspended_at timestamp with time zone,
    suspension_reason text,
    CONSTRAINT tenant_closed_check CHECK (((status = 'closed'::text) = (closed_at IS NOT NULL))),
    CONSTRAINT tenant_reason_check CHECK (((suspension_reason IS NULL) OR (suspended_at IS NOT NULL))),
    CONSTRAINT tenant_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text]))),
    CONSTRAINT tenant_suspended_check CHECK (((suspended_at IS NULL) OR (status = 'suspended'::text)))
);

ALTER TABLE ONLY accounts.tenant FORCE ROW LEVEL SECURITY;

--
-- Name: migration; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.migration (
    version integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone NOT NULL
);

--
-- Name: entry; Type: TABLE; Schema: audit; Owner: -
--

CREATE TABLE audit.entry (
    tenant_id uuid NOT NULL,
    sequence bigint NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    action text NOT NULL,
    actor text NOT NULL,
    actor_id uuid,
    person_id uuid,
    subject text,
    before text,
    after text,
    address text,
    request_id uuid,
    hash bytea NOT NULL,
    CONSTRAINT entry_actor_check CHECK ((actor = ANY (ARRAY['key'::text, 'person'::text, 'operator'::text, 'anonymous'::text, 'herald'::text]))),
    CONSTRAINT entry_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT entry_sequence_check CHECK ((sequence > 0))
);

ALTER TABLE ONLY audit.entry FORCE ROW LEVEL SECURITY;

--
-- Name: head; Type: TABLE; Schema: audit; Owner: -
--

CREATE TABLE audit.head (
    tenant_id uuid NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    refusals_since timestamp with time zone NOT NULL,
    refusals integer NOT NULL,
    left_out bigint NOT NULL,
    seal bytea NOT NULL,
    CONSTRAINT head_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT head_seal_check CHECK ((octet_length(seal) = 32)),
    CONSTRAINT head_sequence_check CHECK ((sequence >= 0))
);

ALTER TABLE ONLY audit.head FORCE ROW LEVEL SECURITY;

--
-- Name: api_key; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.api_key (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    environment text NOT NULL,
    scopes smallint NOT NULL,
    instance_id uuid,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT api_key_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
    CONSTRAINT api_key_scopes_check CHECK (((scopes >= 1) AND (scopes <= 7)))
)
WITH (fillfactor='80');

ALTER TABLE ONLY auth.api_key FORCE ROW LEVEL SECURITY;

--
-- Name: digest; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.digest (
    digest bytea NOT NULL,
    tenant_id uuid NOT NULL,
    key_id uuid,
    token_id uuid,
    stream_token_id uuid,
    expires_at timestamp with time zone,
    CONSTRAINT digest_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT digest_end CHECK (((expires_at IS NULL) OR (key_id IS NOT NULL))),
    CONSTRAINT digest_of_one CHECK ((num_nonnulls(key_id, token_id, stream_token_id) = 1))
);

ALTER TABLE ONLY auth.digest FORCE ROW LEVEL SECURITY;

--
-- Name: revision; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.revision (
    single boolean DEFAULT true NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT revision_single_check CHECK (single)
)
WITH (fillfactor='10');

ALTER TABLE ONLY auth.revision FORCE ROW LEVEL SECURITY;

--
-- Name: session_token; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.session_token (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid,
    role text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    reason text,
    uses integer DEFAULT 0 NOT NULL,
    CONSTRAINT session_token_bearer CHECK ((num_nonnulls(person_id, reason) = 1)),
    CONSTRAINT session_token_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text, 'viewer'::text])))
);

ALTER TABLE ONLY auth.session_token FORCE ROW LEVEL SECURITY;

--
-- Name: stream_token; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.stream_token (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    path text NOT NULL,
    key_id uuid,
    token_id uuid,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT stream_token_check CHECK ((num_nonnulls(key_id, token_id) > 0))
);

ALTER TABLE ONLY auth.stream_token FORCE ROW LEVEL SECURITY;

--
-- Name: ledger; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.ledger (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    request_id uuid NOT NULL,
    day date NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    messages integer NOT NULL,
    CONSTRAINT ledger_check CHECK ((((messages > 0) AND (kind <> 'returned'::text)) OR ((messages < 0) AND (kind = 'returned'::text)))),
    CONSTRAINT ledger_kind_check CHECK ((kind = ANY (ARRAY['opening'::text, 'accepted'::text, 'scheduled'::text, 'bulk'::text, 'resent'::text, 'returned'::text])))
);

ALTER TABLE ONLY billing.ledger FORCE ROW LEVEL SECURITY;

--
-- Name: node; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.node (
    id uuid NOT NULL,
    seen_at timestamp with time zone NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE ONLY billing.node FORCE ROW LEVEL SECURITY;

--
-- Name: plan; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.plan (
    name text NOT NULL,
    price_minor bigint NOT NULL,
    currency text NOT NULL,
    max_instances integer,
    messages_per_day integer,
    requests_per_second integer,
    max_keys integer,
    max_webhook_endpoints integer,
    media_bytes jsonb NOT NULL,
    CONSTRAINT plan_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT plan_max_instances_check CHECK ((max_instances >= 0)),
    CONSTRAINT plan_max_keys_check CHECK ((max_keys >= 0)),
    CONSTRAINT plan_max_webhook_endpoints_check CHECK ((max_webhook_endpoints >= 0)),
    CONSTRAINT plan_media_bytes_check CHECK ((jsonb_typeof(media_bytes) = 'object'::text)),
    CONSTRAINT plan_messages_per_day_check CHECK ((messages_per_day >= 0)),
    CONSTRAINT plan_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'::text)),
    CONSTRAINT plan_price CHECK ((price_minor <= '1000000000000'::bigint)),
    CONSTRAINT plan_price_minor_check CHECK ((price_minor >= 0)),
    CONSTRAINT plan_requests_per_second_check CHECK ((requests_per_second > 0))
);

ALTER TABLE ONLY billing.plan FORCE ROW LEVEL SECURITY;

--
-- Name: plan_version; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.plan_version (
    name text NOT NULL,
    day date NOT NULL,
    price_minor bigint NOT NULL,
    currency text NOT NULL,
    messages_per_day integer
);

ALTER TABLE ONLY billing.plan_version FORCE ROW LEVEL SECURITY;

--
-- Name: revision; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.revision (
    single boolean DEFAULT true NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT revision_single_check CHECK (single)
)
WITH (fillfactor='10');

ALTER TABLE ONLY billing.revision FORCE ROW LEVEL SECURITY;

--
-- Name: subscription; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.subscription (
    tenant_id uuid NOT NULL,
    plan text NOT NULL,
    overrides jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT subscription_overrides_check CHECK ((jsonb_typeof(overrides) = 'object'::text))
);

ALTER TABLE ONLY billing.subscription FORCE ROW LEVEL SECURITY;

--
-- Name: term; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.term (
    tenant_id uuid NOT NULL,
    day date NOT NULL,
    plan text NOT NULL
);

ALTER TABLE ONLY billing.term FORCE ROW LEVEL SECURITY;

--
-- Name: usage_day; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.usage_day (
    tenant_id uuid NOT NULL,
    day date NOT NULL,
    messages bigint DEFAULT 0 NOT NULL,
    api_requests bigint DEFAULT 0 NOT NULL,
    CONSTRAINT usage_day_api_requests_check CHECK ((api_requests >= 0)),
    CONSTRAINT usage_day_messages_check CHECK ((messages >= 0))
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0.02');

ALTER TABLE ONLY billing.usage_day FORCE ROW LEVEL SECURITY;

--
-- Name: warning; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.warning (
    tenant_id uuid NOT NULL,
    day date NOT NULL,
    threshold smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    messages bigint NOT NULL,
    allowed bigint NOT NULL,
    is_told boolean DEFAULT false NOT NULL,
    CONSTRAINT warning_threshold_check CHECK ((threshold = ANY (ARRAY[80, 100])))
);

ALTER TABLE ONLY billing.warning FORCE ROW LEVEL SECURITY;

--
-- Name: campaign; Type: TABLE; Schema: campaigns; Owner: -
--

CREATE TABLE campaigns.campaign (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    instance_id uuid NOT NULL,
    instance_name text,
    sender text,
    status text NOT NULL,
    reason text,
    safety text NOT NULL,
    audience text NOT NULL,
    audience_value text[] NOT NULL,
    template_id uuid,
    kind text NOT NULL,
    content jsonb NOT NULL,
    has_gaps boolean NOT NULL,
    variables jsonb NOT NULL,
    repeat text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    local_start text NOT NULL,
    round integer DEFAULT 0 NOT NULL,
    is_walking boolean DEFAULT false NOT NULL,
    "position" text,
    planned bigint NOT NULL,
    walked bigint DEFAULT 0 NOT NULL,
    opted_out bigint DEFAULT 0 NOT NULL,
    incomplete bigint DEFAULT 0 NOT NULL,
    is_withdrawing boolean DEFAULT false NOT NULL,
    due_at timestamp with time zone NOT NULL,
    lease uuid,
    lease_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT campaign_audience_check CHECK ((audience = ANY (ARRAY['explicit'::text, 'all'::text, 'tags'::text, 'group'::text]))),
    CONSTRAINT campaign_repeat_check CHECK ((repeat = ANY (ARRAY['none'::text, 'daily'::text, 'weekly'::text]))),
    CONSTRAINT campaign_safety_check CHECK ((safety = ANY (ARRAY['allow'::text, 'warn'::text]))),
    CONSTRAINT campaign_status_check CHECK ((status = ANY (ARRAY['scheduled'::text, 'running'::text, 'paused'::text, 'completed'::text, 'cancelled'::text])))
)
WITH (fillfactor='80');

ALTER TABLE ONLY campaigns.campaign FORCE ROW LEVEL SECURITY;

--
-- Name: contact; Type: TABLE; Schema: campaigns; Owner: -
--

CREATE TABLE campaigns.contact (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    name text,
    first_name text,
    last_name text,
    email text,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    custom jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY campaigns.contact FORCE ROW LEVEL SECURITY;

--
-- Name: opt_out; Type: TABLE; Schema: campaigns; Owner: -
--

CREATE TABLE campaigns.opt_out (
    tenant_id uuid NOT NULL,
    number text NOT NULL,
    opted_out_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY campaigns.opt_out FORCE ROW LEVEL SECURITY;

--
-- Name: recipient; Type: TABLE; Schema: campaigns; Owner: -
--

CREATE TABLE campaigns.recipient (
    tenant_id uuid NOT NULL,
    campaign_id uuid NOT NULL,
    number text NOT NULL
);

ALTER TABLE ONLY campaigns.recipient FORCE ROW LEVEL SECURITY;

--
-- Name: template; Type: TABLE; Schema: campaigns; Owner: -
--

CREATE TABLE campaigns.template (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    content jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY campaigns.template FORCE ROW LEVEL SECURITY;

--
-- Name: dead; Type: TABLE; Schema: events; Owner: -
--

CREATE TABLE events.dead (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    subscriber text NOT NULL,
    event text NOT NULL,
    payload jsonb NOT NULL,
    tries smallint NOT NULL,
    error text NOT NULL,
    died_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY events.dead FORCE ROW LEVEL SECURITY;

--
-- Name: listing; Type: TABLE; Schema: groups; Owner: -
--

CREATE TABLE groups.listing (
    tenant_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    listed_at timestamp with time zone,
    connected_at timestamp with time zone
);

ALTER TABLE ONLY groups.listing FORCE ROW LEVEL SECURITY;

--
-- Name: snapshot; Type: TABLE; Schema: groups; Owner: -
--

CREATE TABLE groups.snapshot (
    tenant_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    group_id text NOT NULL COLLATE pg_catalog."C",
    snapshot jsonb,
    synced_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY groups.snapshot FORCE ROW LEVEL SECURITY;

--
-- Name: record; Type: TABLE; Schema: idempotency; Owner: -
--

CREATE TABLE idempotency.record (
    tenant_id uuid NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    fingerprint bytea,
    request_id uuid NOT NULL,
    batch_id uuid,
    status integer,
    answer bytea,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT record_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);

ALTER TABLE ONLY idempotency.record FORCE ROW LEVEL SECURITY;

--
-- Name: device_state; Type: TABLE; Schema: instances; Owner: -
--

CREATE TABLE instances.device_state (
    tenant_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    name text NOT NULL,
    sealed bytea NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY instances.device_state FORCE ROW LEVEL SECURITY;

--
-- Name: errand; Type: TABLE; Schema: instances; Owner: -
--

CREATE TABLE instances.errand (
    tenant_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    sealed bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    taken_by uuid,
    answer bytea
);

ALTER TABLE ONLY instances.errand FORCE ROW LEVEL SECURITY;

--
-- Name: holder; Type: TABLE; Schema: instances; Owner: -
--

CREATE TABLE instances.holder (
    id uuid NOT NULL,
    lease_until timestamp with time zone NOT NULL
);

ALTER TABLE ONLY instances.holder FORCE ROW LEVEL SECURITY;

--
-- Name: instance; Type: TABLE; Schema: instances; Owner: -
--

CREATE TABLE instances.instance (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text,
    channel text NOT NULL,
    sandbox boolean NOT NULL,
    status text NOT NULL,
    status_reason text,
    number text,
    lid text,
    is_default boolean DEFAULT false NOT NULL,
    wish text NOT NULL,
    asked bigint DEFAULT 0 NOT NULL,
    holder uuid,
    fence bigint DEFAULT 0 NOT NULL,
    code_sealed bytea,
    code_sequence integer,
    code_expires_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    handle text,
    typed_sealed bytea,
    typed_sequence integer,
    typed_expires_at timestamp with time zone,
    passkey_sealed bytea,
    openings integer DEFAULT 0 NOT NULL,
    open_after timestamp with time zone,
    CONSTRAINT instance_channel_check CHECK ((channel = ANY (ARRAY['simulator'::text, 'linked'::text, 'cloud'::text]))),
    CONSTRAINT instance_check CHECK ((num_nulls(code_sealed, code_sequence, code_expires_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT instance_check1 CHECK ((num_nulls(typed_sealed, typed_sequence, typed_expires_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT instance_status_check CHECK ((status = ANY (ARRAY['created'::text, 'pairing'::text, 'passkey_required'::text, 'connecting'::text, 'connected'::text, 'degraded'::text, 'disconnected'::text, 'logged_out'::text]))),
    CONSTRAINT instance_wish_check CHECK ((wish = ANY (ARRAY['none'::text, 'session'::text, 'unlink'::text])))
)
WITH (fillfactor='80');

ALTER TABLE ONLY instances.instance FORCE ROW LEVEL SECURITY;

--
-- Name: chunk; Type: TABLE; Schema: media; Owner: -
--

CREATE TABLE media.chunk (
    tenant_id uuid NOT NULL,
    file_id uuid NOT NULL,
    number integer NOT NULL,
    bytes bytea NOT NULL
);
ALTER TABLE ONLY media.chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE ONLY media.chunk FORCE ROW LEVEL SECURITY;

--
-- Name: file; Type: TABLE; Schema: media; Owner: -
--

CREATE TABLE media.file (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    state text DEFAULT 'arriving'::text NOT NULL,
    mime_type text,
    bytes bigint,
    sha256 bytea,
    file_name text,
    source text,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT file_check CHECK (((state <> 'kept'::text) OR ((mime_type IS NOT NULL) AND (bytes > 0) AND (length(sha256) = 32)))),
    CONSTRAINT file_state_check CHECK ((state = ANY (ARRAY['arriving'::text, 'kept'::text, 'leaving'::text])))
);

ALTER TABLE ONLY media.file FORCE ROW LEVEL SECURITY;

--
-- Name: line; Type: TABLE; Schema: messaging; Owner: -
--

CREATE TABLE messaging.line (
    tenant_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    linked_at timestamp with time zone NOT NULL,
    connected_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    messages integer DEFAULT 0 NOT NULL,
    contacts integer DEFAULT 0 NOT NULL
);

ALTER TABLE ONLY messaging.line FORCE ROW LEVEL SECURITY;

--
-- Name: pause; Type: TABLE; Schema: messaging; Owner: -
--

CREATE TABLE messaging.pause (
    tenant_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    lane smallint NOT NULL,
    reason text NOT NULL,
    until timestamp with time zone NOT NULL,
    times integer DEFAULT 1 NOT NULL,
    CONSTRAINT pause_lane_check CHECK ((lane = ANY (ARRAY[0, 1])))
);

ALTER TABLE ONLY messaging.pause FORCE ROW LEVEL SECURITY;

--
-- Name: schedule; Type: TABLE; Schema: messaging; Owner: -
--

CREATE TABLE messaging.schedule (
    tenant_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    number bigint NOT NULL,
    instance_id uuid NOT NULL,
    send_at text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT schedule_number_check CHECK ((number > 0)),
    CONSTRAINT schedule_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'started'::text, 'cancelled'::text])))
);

ALTER TABLE ONLY messaging.schedule FORCE ROW LEVEL SECURITY;

--
-- Name: step; Type: TABLE; Schema: messaging; Owner: -
--

CREATE TABLE messaging.step (
    tenant_id uuid NOT NULL,
    message_id uuid NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    step text NOT NULL,
    detail text
);

ALTER TABLE ONLY messaging.step FORCE ROW LEVEL SECURITY;

--
-- Name: allowance; Type: TABLE; Schema: numbers; Owner: -
--

CREATE TABLE numbers.allowance (
    tenant_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    full_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY numbers.allowance FORCE ROW LEVEL SECURITY;

--
-- Name: registration; Type: TABLE; Schema: numbers; Owner: -
--

CREATE TABLE numbers.registration (
    tenant_id uuid NOT NULL,
    sandbox boolean NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    jid text,
    lid text,
    checked_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY numbers.registration FORCE ROW LEVEL SECURITY;

--
-- Name: delivery; Type: TABLE; Schema: webhooks; Owner: -
--

CREATE TABLE webhooks.delivery (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    chat text NOT NULL,
    body text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    attempts jsonb DEFAULT '[]'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT delivery_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'exhausted'::text])))
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02');

ALTER TABLE ONLY webhooks.delivery FORCE ROW LEVEL SECURITY;

--
-- Name: endpoint; Type: TABLE; Schema: webhooks; Owner: -
--

CREATE TABLE webhooks.endpoint (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    instance_id uuid,
    url text NOT NULL,
    events text[] NOT NULL,
    dialect text NOT NULL,
    secret bytea NOT NULL,
    headers jsonb DEFAULT '{}'::jsonb NOT NULL,
    status text DEFAULT 'enabled'::text NOT NULL,
    paused_reason text,
    failing_since timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    is_shortcut boolean DEFAULT false NOT NULL,
    CONSTRAINT endpoint_shortcut_of CHECK (((NOT is_shortcut) OR (instance_id IS NOT NULL))),
    CONSTRAINT endpoint_status_check CHECK ((status = ANY (ARRAY['enabled'::text, 'paused'::text])))
);

ALTER TABLE ONLY webhooks.endpoint FORCE ROW LEVEL SECURITY;

--
-- Name: data_key data_key_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.data_key
    ADD CONSTRAINT data_key_pkey PRIMARY KEY (tenant_id, version);

--
-- Name: invitation invitation_email_taken; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.invitation
    ADD CONSTRAINT invitation_email_taken UNIQUE (tenant_id, email);

--
-- Name: invitation invitation_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: invitation invitation_tenant_id_digest_key; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.invitation
    ADD CONSTRAINT invitation_tenant_id_digest_key UNIQUE (tenant_id, digest);

--
-- Name: person person_email_taken; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.person
    ADD CONSTRAINT person_email_taken UNIQUE (tenant_id, email);

--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: slug slug_taken; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.slug
    ADD CONSTRAINT slug_taken PRIMARY KEY (slug);

--
-- Name: tenant tenant_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.tenant
    ADD CONSTRAINT tenant_pkey PRIMARY KEY (id);

--
-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: app; Owner: -
--

ALTER TABLE ONLY app.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (version);

--
-- Name: entry entry_pkey; Type: CONSTRAINT; Schema: audit; Owner: -
--

ALTER TABLE ONLY audit.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (tenant_id, sequence);

--
-- Name: head head_pkey; Type: CONSTRAINT; Schema: audit; Owner: -
--

ALTER TABLE ONLY audit.head
    ADD CONSTRAINT head_pkey PRIMARY KEY (tenant_id);

--
-- Name: api_key api_key_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: digest digest_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.digest
    ADD CONSTRAINT digest_pkey PRIMARY KEY (digest);

--
-- Name: revision revision_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.revision
    ADD CONSTRAINT revision_pkey PRIMARY KEY (single);

--
-- Name: session_token session_token_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.session_token
    ADD CONSTRAINT session_token_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: stream_token stream_token_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.stream_token
    ADD CONSTRAINT stream_token_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: ledger ledger_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: node node_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.node
    ADD CONSTRAINT node_pkey PRIMARY KEY (id);

--
-- Name: plan plan_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (name);

--
-- Name: plan_version plan_version_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.plan_version
    ADD CONSTRAINT plan_version_pkey PRIMARY KEY (name, day);

--
-- Name: revision revision_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.revision
    ADD CONSTRAINT revision_pkey PRIMARY KEY (single);

--
-- Name: subscription subscription_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (tenant_id);

--
-- Name: term term_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.term
    ADD CONSTRAINT term_pkey PRIMARY KEY (tenant_id, day);

--
-- Name: usage_day usage_day_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.usage_day
    ADD CONSTRAINT usage_day_pkey PRIMARY KEY (tenant_id, day);

--
-- Name: warning warning_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.warning
    ADD CONSTRAINT warning_pkey PRIMARY KEY (tenant_id, day, threshold);

--
-- Name: campaign campaign_pkey; Type: CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.campaign
    ADD CONSTRAINT campaign_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: contact contact_number; Type: CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.contact
    ADD CONSTRAINT contact_number UNIQUE (tenant_id, number);

--
-- Name: contact contact_pkey; Type: CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: opt_out opt_out_pkey; Type: CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.opt_out
    ADD CONSTRAINT opt_out_pkey PRIMARY KEY (tenant_id, number);

--
-- Name: recipient recipient_pkey; Type: CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.recipient
    ADD CONSTRAINT recipient_pkey PRIMARY KEY (tenant_id, campaign_id, number);

--
-- Name: template template_pkey; Type: CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.template
    ADD CONSTRAINT template_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: dead dead_pkey; Type: CONSTRAINT; Schema: events; Owner: -
--

ALTER TABLE ONLY events.dead
    ADD CONSTRAINT dead_pkey PRIMARY KEY (tenant_id, id, subscriber);

--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: events; Owner: -
--

ALTER TABLE ONLY events.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (tenant_id, id, subscriber);

--
-- Name: listing listing_pkey; Type: CONSTRAINT; Schema: groups; Owner: -
--

ALTER TABLE ONLY groups.listing
    ADD CONSTRAINT listing_pkey PRIMARY KEY (tenant_id, instance_id);

--
-- Name: snapshot snapshot_pkey; Type: CONSTRAINT; Schema: groups; Owner: -
--

ALTER TABLE ONLY groups.snapshot
    ADD CONSTRAINT snapshot_pkey PRIMARY KEY (tenant_id, instance_id, group_id);

--
-- Name: record record_pkey; Type: CONSTRAINT; Schema: idempotency; Owner: -
--

ALTER TABLE ONLY idempotency.record
    ADD CONSTRAINT record_pkey PRIMARY KEY (tenant_id, key);

--
-- Name: device_state device_state_pkey; Type: CONSTRAINT; Schema: instances; Owner: -
--

ALTER TABLE ONLY instances.device_state
    ADD CONSTRAINT device_state_pkey PRIMARY KEY (tenant_id, instance_id, name);

--
-- Name: errand errand_pkey; Type: CONSTRAINT; Schema: instances; Owner: -
--

ALTER TABLE ONLY instances.errand
    ADD CONSTRAINT errand_pkey PRIMARY KEY (tenant_id, instance_id, id);

--
-- Name: holder holder_pkey; Type: CONSTRAINT; Schema: instances; Owner: -
--

ALTER TABLE ONLY instances.holder
    ADD CONSTRAINT holder_pkey PRIMARY KEY (id);

--
-- Name: instance instance_pkey; Type: CONSTRAINT; Schema: instances; Owner: -
--

ALTER TABLE ONLY instances.instance
    ADD CONSTRAINT instance_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: chunk chunk_pkey; Type: CONSTRAINT; Schema: media; Owner: -
--

ALTER TABLE ONLY media.chunk
    ADD CONSTRAINT chunk_pkey PRIMARY KEY (tenant_id, file_id, number);

--
-- Name: file file_pkey; Type: CONSTRAINT; Schema: media; Owner: -
--

ALTER TABLE ONLY media.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: line line_pkey; Type: CONSTRAINT; Schema: messaging; Owner: -
--

ALTER TABLE ONLY messaging.line
    ADD CONSTRAINT line_pkey PRIMARY KEY (tenant_id, instance_id);

--
-- Name: message message_pkey; Type: CONSTRAINT; Schema: messaging; Owner: -
--

ALTER TABLE ONLY messaging.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: pause pause_pkey; Type: CONSTRAINT; Schema: messaging; Owner: -
--

ALTER TABLE ONLY messaging.pause
    ADD CONSTRAINT pause_pkey PRIMARY KEY (tenant_id, instance_id, lane);

--
-- Name: schedule schedule_pkey; Type: CONSTRAINT; Schema: messaging; Owner: -
--

ALTER TABLE ONLY messaging.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (tenant_id, batch_id);

--
-- Name: step step_pkey; Type: CONSTRAINT; Schema: messaging; Owner: -
--

ALTER TABLE ONLY messaging.step
    ADD CONSTRAINT step_pkey PRIMARY KEY (tenant_id, message_id, id);

--
-- Name: allowance allowance_pkey; Type: CONSTRAINT; Schema: numbers; Owner: -
--

ALTER TABLE ONLY numbers.allowance
    ADD CONSTRAINT allowance_pkey PRIMARY KEY (tenant_id, instance_id);

--
-- Name: registration registration_pkey; Type: CONSTRAINT; Schema: numbers; Owner: -
--

ALTER TABLE ONLY numbers.registration
    ADD CONSTRAINT registration_pkey PRIMARY KEY (tenant_id, sandbox, number);

--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: webhooks; Owner: -
--

ALTER TABLE ONLY webhooks.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: delivery delivery_tenant_id_endpoint_id_event_id_key; Type: CONSTRAINT; Schema: webhooks; Owner: -
--

ALTER TABLE ONLY webhooks.delivery
    ADD CONSTRAINT delivery_tenant_id_endpoint_id_event_id_key UNIQUE (tenant_id, endpoint_id, event_id);

--
-- Name: endpoint endpoint_pkey; Type: CONSTRAINT; Schema: webhooks; Owner: -
--

ALTER TABLE ONLY webhooks.endpoint
    ADD CONSTRAINT endpoint_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: person_email; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX person_email ON accounts.person USING btree (email text_pattern_ops);

--
-- Name: slug_tenant; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX slug_tenant ON accounts.slug USING btree (tenant_id);

--
-- Name: tenant_closed; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX tenant_closed ON accounts.tenant USING btree (closed_at) WHERE (status = 'closed'::text);

--
-- Name: entry_action; Type: INDEX; Schema: audit; Owner: -
--

CREATE INDEX entry_action ON audit.entry USING btree (tenant_id, action, id);

--
-- Name: entry_everywhere; Type: INDEX; Schema: audit; Owner: -
--

CREATE INDEX entry_everywhere ON audit.entry USING btree (id);

--
-- Name: entry_newest; Type: INDEX; Schema: audit; Owner: -
--

CREATE INDEX entry_newest ON audit.entry USING btree (tenant_id, id);

--
-- Name: api_key_usable; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX api_key_usable ON auth.api_key USING btree (tenant_id, id) WHERE (revoked_at IS NULL);

--
-- Name: digest_end; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX digest_end ON auth.digest USING btree (expires_at) WHERE (expires_at IS NOT NULL);

--
-- Name: digest_key; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX digest_key ON auth.digest USING btree (tenant_id, key_id) WHERE (key_id IS NOT NULL);

--
-- Name: digest_stream_token; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX digest_stream_token ON auth.digest USING btree (tenant_id, stream_token_id) WHERE (stream_token_id IS NOT NULL);

--
-- Name: digest_token; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX digest_token ON auth.digest USING btree (tenant_id, token_id) WHERE (token_id IS NOT NULL);

--
-- Name: session_token_end; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX session_token_end ON auth.session_token USING btree (expires_at);

--
-- Name: session_token_impersonation; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX session_token_impersonation ON auth.session_token USING btree (tenant_id, expires_at) WHERE (person_id IS NULL);

--
-- Name: session_token_person; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX session_token_person ON auth.session_token USING btree (tenant_id, person_id, expires_at);

--
-- Name: stream_token_by_key; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX stream_token_by_key ON auth.stream_token USING btree (tenant_id, key_id) WHERE (key_id IS NOT NULL);

--
-- Name: stream_token_by_session; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX stream_token_by_session ON auth.stream_token USING btree (tenant_id, token_id) WHERE (token_id IS NOT NULL);

--
-- Name: stream_token_end; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX stream_token_end ON auth.stream_token USING btree (expires_at);

--
-- Name: subscription_plan; Type: INDEX; Schema: billing; Owner: -
--

CREATE INDEX subscription_plan ON billing.subscription USING btree (plan, tenant_id);

--
-- Name: warning_untold; Type: INDEX; Schema: billing; Owner: -
--

CREATE INDEX warning_untold ON billing.warning USING btree (at) WHERE (NOT is_told);

--
-- Name: campaign_due; Type: INDEX; Schema: campaigns; Owner: -
--

CREATE INDEX campaign_due ON campaigns.campaign USING btree (due_at, tenant_id, id) WHERE ((status = ANY (ARRAY['scheduled'::text, 'running'::text])) OR is_withdrawing);

--
-- Name: campaign_instance; Type: INDEX; Schema: campaigns; Owner: -
--

CREATE INDEX campaign_instance ON campaigns.campaign USING btree (tenant_id, instance_id) WHERE (status = ANY (ARRAY['scheduled'::text, 'running'::text, 'paused'::text]));

--
-- Name: dead_newest; Type: INDEX; Schema: events; Owner: -
--

CREATE INDEX dead_newest ON events.dead USING btree (id, subscriber);

--
-- Name: delivery_due; Type: INDEX; Schema: events; Owner: -
--

CREATE INDEX delivery_due ON events.delivery USING btree (due_at, id);

--
-- Name: record_expiry; Type: INDEX; Schema: idempotency; Owner: -
--

CREATE INDEX record_expiry ON idempotency.record USING btree (expires_at);

--
-- Name: errand_untaken; Type: INDEX; Schema: instances; Owner: -
--

CREATE INDEX errand_untaken ON instances.errand USING btree (tenant_id, instance_id, id) WHERE (taken_by IS NULL);

--
-- Name: instance_default; Type: INDEX; Schema: instances; Owner: -
--

CREATE UNIQUE INDEX instance_default ON instances.instance USING btree (tenant_id) WHERE is_default;

--
-- Name: instance_handle; Type: INDEX; Schema: instances; Owner: -
--

CREATE UNIQUE INDEX instance_handle ON instances.instance USING btree (tenant_id, handle) WHERE ((handle IS NOT NULL) AND (removed_at IS NULL));

--
-- Name: instance_wanted; Type: INDEX; Schema: instances; Owner: -
--

CREATE INDEX instance_wanted ON instances.instance USING btree (tenant_id, id) WHERE (wish <> 'none'::text);

--
-- Name: file_content; Type: INDEX; Schema: media; Owner: -
--

CREATE UNIQUE INDEX file_content ON media.file USING btree (tenant_id, sha256) WHERE (state = 'kept'::text);

--
-- Name: file_end; Type: INDEX; Schema: media; Owner: -
--

CREATE INDEX file_end ON media.file USING btree (expires_at) WHERE (state <> 'leaving'::text);

--
-- Name: file_leaving; Type: INDEX; Schema: media; Owner: -
--

CREATE INDEX file_leaving ON media.file USING btree (tenant_id, id) WHERE (state = 'leaving'::text);

--
-- Name: line_silent; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX line_silent ON messaging.line USING btree (connected_at);

--
-- Name: message_aside; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX message_aside ON messaging.message USING btree (tenant_id, id) WHERE (state = ANY (ARRAY['scheduled'::text, 'held'::text, 'failed'::text, 'withdrawn'::text]));

--
-- Name: message_batch; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX message_batch ON messaging.message USING btree (tenant_id, batch_id);

--
-- Name: message_campaign; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX message_campaign ON messaging.message USING btree (tenant_id, campaign_id, state, id) WHERE (campaign_id IS NOT NULL);

--
-- Name: message_chat; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX message_chat ON messaging.message USING btree (tenant_id, instance_id, chat, id);

--
-- Name: message_queue; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX message_queue ON messaging.message USING btree (tenant_id, instance_id, lane, chat, due_at, id) WHERE (state = 'queued'::text);

--
-- Name: message_reference; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX message_reference ON messaging.message USING btree (tenant_id, client_reference, id) WHERE (client_reference IS NOT NULL);

--
-- Name: message_scheduled; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX message_scheduled ON messaging.message USING btree (due_at, tenant_id, id) WHERE (state = 'scheduled'::text);

--
-- Name: message_sending; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX message_sending ON messaging.message USING btree (tenant_id, instance_id) WHERE (state = 'sending'::text);

--
-- Name: message_whatsapp_id; Type: INDEX; Schema: messaging; Owner: -
--

CREATE UNIQUE INDEX message_whatsapp_id ON messaging.message USING btree (tenant_id, whatsapp_id, instance_id);

--
-- Name: schedule_number; Type: INDEX; Schema: messaging; Owner: -
--

CREATE UNIQUE INDEX schedule_number ON messaging.schedule USING btree (tenant_id, number);

--
-- Name: schedule_pending; Type: INDEX; Schema: messaging; Owner: -
--

CREATE INDEX schedule_pending ON messaging.schedule USING btree (tenant_id, due_at, batch_id) WHERE (state = 'pending'::text);

--
-- Name: registration_age; Type: INDEX; Schema: numbers; Owner: -
--

CREATE INDEX registration_age ON numbers.registration USING btree (checked_at);

--
-- Name: delivery_pending; Type: INDEX; Schema: webhooks; Owner: -
--

CREATE INDEX delivery_pending ON webhooks.delivery USING btree (tenant_id, endpoint_id, id) WHERE (status = 'pending'::text);

--
-- Name: endpoint_shortcut; Type: INDEX; Schema: webhooks; Owner: -
--

CREATE UNIQUE INDEX endpoint_shortcut ON webhooks.endpoint USING btree (tenant_id, instance_id) WHERE is_shortcut;

--
-- Name: plan plan_changed; Type: TRIGGER; Schema: billing; Owner: -
--

CREATE TRIGGER plan_changed AFTER DELETE OR UPDATE ON billing.plan FOR EACH STATEMENT EXECUTE FUNCTION billing.advance();

--
-- Name: subscription subscription_changed; Type: TRIGGER; Schema: billing; Owner: -
--

CREATE TRIGGER subscription_changed AFTER DELETE OR UPDATE OF plan, overrides ON billing.subscription FOR EACH STATEMENT EXECUTE FUNCTION billing.advance();

--
-- Name: data_key data_key_tenant_id_fkey; Type: FK CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.data_key
    ADD CONSTRAINT data_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: invitation invitation_tenant_id_fkey; Type: FK CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.invitation
    ADD CONSTRAINT invitation_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: person person_tenant_id_fkey; Type: FK CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.person
    ADD CONSTRAINT person_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: slug slug_tenant_id_fkey; Type: FK CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.slug
    ADD CONSTRAINT slug_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: api_key api_key_tenant_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.api_key
    ADD CONSTRAINT api_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: digest digest_tenant_id_key_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.digest
    ADD CONSTRAINT digest_tenant_id_key_id_fkey FOREIGN KEY (tenant_id, key_id) REFERENCES auth.api_key(tenant_id, id) ON DELETE CASCADE;

--
-- Name: digest digest_tenant_id_stream_token_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.digest
    ADD CONSTRAINT digest_tenant_id_stream_token_id_fkey FOREIGN KEY (tenant_id, stream_token_id) REFERENCES auth.stream_token(tenant_id, id) ON DELETE CASCADE;

--
-- Name: digest digest_tenant_id_token_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.digest
    ADD CONSTRAINT digest_tenant_id_token_id_fkey FOREIGN KEY (tenant_id, token_id) REFERENCES auth.session_token(tenant_id, id) ON DELETE CASCADE;

--
-- Name: session_token session_token_tenant_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.session_token
    ADD CONSTRAINT session_token_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: stream_token stream_token_key; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.stream_token
    ADD CONSTRAINT stream_token_key FOREIGN KEY (tenant_id, key_id) REFERENCES auth.api_key(tenant_id, id) ON DELETE CASCADE;

--
-- Name: stream_token stream_token_session; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.stream_token
    ADD CONSTRAINT stream_token_session FOREIGN KEY (tenant_id, token_id) REFERENCES auth.session_token(tenant_id, id) ON DELETE CASCADE;

--
-- Name: stream_token stream_token_tenant_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.stream_token
    ADD CONSTRAINT stream_token_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: subscription subscription_plan_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.subscription
    ADD CONSTRAINT subscription_plan_fkey FOREIGN KEY (plan) REFERENCES billing.plan(name) ON UPDATE CASCADE;

--
-- Name: subscription subscription_tenant_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.subscription
    ADD CONSTRAINT subscription_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: term term_tenant_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.term
    ADD CONSTRAINT term_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: usage_day usage_day_tenant_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.usage_day
    ADD CONSTRAINT usage_day_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: warning warning_tenant_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.warning
    ADD CONSTRAINT warning_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: campaign campaign_tenant_id_fkey; Type: FK CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.campaign
    ADD CONSTRAINT campaign_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: contact contact_tenant_id_fkey; Type: FK CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.contact
    ADD CONSTRAINT contact_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: opt_out opt_out_tenant_id_fkey; Type: FK CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.opt_out
    ADD CONSTRAINT opt_out_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: recipient recipient_tenant_id_campaign_id_fkey; Type: FK CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.recipient
    ADD CONSTRAINT recipient_tenant_id_campaign_id_fkey FOREIGN KEY (tenant_id, campaign_id) REFERENCES campaigns.campaign(tenant_id, id) ON DELETE CASCADE;

--
-- Name: template template_tenant_id_fkey; Type: FK CONSTRAINT; Schema: campaigns; Owner: -
--

ALTER TABLE ONLY campaigns.template
    ADD CONSTRAINT template_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: device_state device_state_tenant_id_instance_id_fkey; Type: FK CONSTRAINT; Schema: instances; Owner: -
--

ALTER TABLE ONLY instances.device_state
    ADD CONSTRAINT device_state_tenant_id_instance_id_fkey FOREIGN KEY (tenant_id, instance_id) REFERENCES instances.instance(tenant_id, id) ON DELETE CASCADE;

--
-- Name: errand errand_tenant_id_instance_id_fkey; Type: FK CONSTRAINT; Schema: instances; Owner: -
--

ALTER TABLE ONLY instances.errand
    ADD CONSTRAINT errand_tenant_id_instance_id_fkey FOREIGN KEY (tenant_id, instance_id) REFERENCES instances.instance(tenant_id, id) ON DELETE CASCADE;

--
-- Name: instance instance_tenant_id_fkey; Type: FK CONSTRAINT; Schema: instances; Owner: -
--

ALTER TABLE ONLY instances.instance
    ADD CONSTRAINT instance_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: chunk chunk_tenant_id_file_id_fkey; Type: FK CONSTRAINT; Schema: media; Owner: -
--

ALTER TABLE ONLY media.chunk
    ADD CONSTRAINT chunk_tenant_id_file_id_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES media.file(tenant_id, id) ON DELETE CASCADE;

--
-- Name: file file_tenant_id_fkey; Type: FK CONSTRAINT; Schema: media; Owner: -
--

ALTER TABLE ONLY media.file
    ADD CONSTRAINT file_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: delivery delivery_tenant_id_endpoint_id_fkey; Type: FK CONSTRAINT; Schema: webhooks; Owner: -
--

ALTER TABLE ONLY webhooks.delivery
    ADD CONSTRAINT delivery_tenant_id_endpoint_id_fkey FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhooks.endpoint(tenant_id, id) ON DELETE CASCADE;

--
-- Name: endpoint endpoint_tenant_id_fkey; Type: FK CONSTRAINT; Schema: webhooks; Owner: -
--

ALTER TABLE ONLY webhooks.endpoint
    ADD CONSTRAINT endpoint_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES accounts.tenant(id) ON DELETE CASCADE;

--
-- Name: data_key; Type: ROW SECURITY; Schema: accounts; Owner: -
--

ALTER TABLE accounts.data_key ENABLE ROW LEVEL SECURITY;

--
-- Name: invitation; Type: ROW SECURITY; Schema: accounts; Owner: -
--

ALTER TABLE accounts.invitation ENABLE ROW LEVEL SECURITY;

--
-- Name: person; Type: ROW SECURITY; Schema: accounts; Owner: -
--

ALTER TABLE accounts.person ENABLE ROW LEVEL SECURITY;

--
-- Name: slug; Type: ROW SECURITY; Schema: accounts; Owner: -
--

ALTER TABLE accounts.slug ENABLE ROW LEVEL SECURITY;

--
-- Name: data_key system; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY system ON accounts.data_key TO app_system USING (true) WITH CHECK (true);

--
-- Name: invitation system; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY system ON accounts.invitation TO app_system USING (true) WITH CHECK (true);

--
-- Name: person system; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY system ON accounts.person TO app_system USING (true) WITH CHECK (true);

--
-- Name: slug system; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY system ON accounts.slug TO app_system USING (true) WITH CHECK (true);

--
-- Name: tenant system; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY system ON accounts.tenant TO app_system USING (true) WITH CHECK (true);

--
-- Name: data_key tenant; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY tenant ON accounts.data_key TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: invitation tenant; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY tenant ON accounts.invitation TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: person tenant; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY tenant ON accounts.person TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: slug tenant; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY tenant ON accounts.slug TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: tenant; Type: ROW SECURITY; Schema: accounts; Owner: -
--

ALTER TABLE accounts.tenant ENABLE ROW LEVEL SECURITY;

--
-- Name: tenant tenant; Type: POLICY; Schema: accounts; Owner: -
--

CREATE POLICY tenant ON accounts.tenant TO app_tenant USING ((id = app.current_tenant())) WITH CHECK ((id = app.current_tenant()));

--
-- Name: entry; Type: ROW SECURITY; Schema: audit; Owner: -
--

ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;

--
-- Name: entry erasure; Type: POLICY; Schema: audit; Owner: -
--

CREATE POLICY erasure ON audit.entry AS RESTRICTIVE FOR DELETE TO app_system USING ((EXISTS ( SELECT
   FROM accounts.tenant
  WHERE ((tenant.id = entry.tenant_id) AND (tenant.status = 'closed'::text)))));

--
-- Name: head erasure; Type: POLICY; Schema: audit; Owner: -
--

CREATE POLICY erasure ON audit.head AS RESTRICTIVE FOR DELETE TO app_system USING ((EXISTS ( SELECT
   FROM accounts.tenant
  WHERE ((tenant.id = head.tenant_id) AND (tenant.status = 'closed'::text)))));

--
-- Name: head; Type: ROW SECURITY; Schema: audit; Owner: -
--

ALTER TABLE audit.head ENABLE ROW LEVEL SECURITY;

--
-- Name: entry system; Type: POLICY; Schema: audit; Owner: -
--

CREATE POLICY system ON audit.entry TO app_system USING (true) WITH CHECK (true);

--
-- Name: head system; Type: POLICY; Schema: audit; Owner: -
--

CREATE POLICY system ON audit.head TO app_system USING (true) WITH CHECK (true);

--
-- Name: entry tenant; Type: POLICY; Schema: audit; Owner: -
--

CREATE POLICY tenant ON audit.entry TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: head tenant; Type: POLICY; Schema: audit; Owner: -
--

CREATE POLICY tenant ON audit.head TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: api_key; Type: ROW SECURITY; Schema: auth; Owner: -
--

ALTER TABLE auth.api_key ENABLE ROW LEVEL SECURITY;

--
-- Name: digest; Type: ROW SECURITY; Schema: auth; Owner: -
--

ALTER TABLE auth.digest ENABLE ROW LEVEL SECURITY;

--
-- Name: revision; Type: ROW SECURITY; Schema: auth; Owner: -
--

ALTER TABLE auth.revision ENABLE ROW LEVEL SECURITY;

--
-- Name: session_token; Type: ROW SECURITY; Schema: auth; Owner: -
--

ALTER TABLE auth.session_token ENABLE ROW LEVEL SECURITY;

--
-- Name: stream_token; Type: ROW SECURITY; Schema: auth; Owner: -
--

ALTER TABLE auth.stream_token ENABLE ROW LEVEL SECURITY;

--
-- Name: api_key system; Type: POLICY; Schema: auth; Owner: -
--

CREATE POLICY system ON auth.api_key TO app_system USING (true) WITH CHECK (true);

--
-- Name: digest system; Type: POLICY; Schema: auth; Owner: -
--

CREATE POLICY system ON auth.digest TO app_system USING (true) WITH CHECK (true);

--
-- Name: revision system; Type: POLICY; Schema: auth; Owner: -
--

CREATE POLICY system ON auth.revision TO app_system USING (true) WITH CHECK (true);

--
-- Name: session_token system; Type: POLICY; Schema: auth; Owner: -
--

CREATE POLICY system ON auth.session_token TO app_system USING (true) WITH CHECK (true);

--
-- Name: stream_token system; Type: POLICY; Schema: auth; Owner: -
--

CREATE POLICY system ON auth.stream_token TO app_system USING (true) WITH CHECK (true);

--
-- Name: api_key tenant; Type: POLICY; Schema: auth; Owner: -
--

CREATE POLICY tenant ON auth.api_key TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: digest tenant; Type: POLICY; Schema: auth; Owner: -
--

CREATE POLICY tenant ON auth.digest TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: session_token tenant; Type: POLICY; Schema: auth; Owner: -
--

CREATE POLICY tenant ON auth.session_token TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: stream_token tenant; Type: POLICY; Schema: auth; Owner: -
--

CREATE POLICY tenant ON auth.stream_token TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: ledger erasure; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY erasure ON billing.ledger AS RESTRICTIVE FOR DELETE TO app_system USING ((NOT (EXISTS ( SELECT
   FROM billing.subscription
  WHERE (subscription.tenant_id = ledger.tenant_id)))));

--
-- Name: plan everybody_reads; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY everybody_reads ON billing.plan FOR SELECT TO app_tenant USING (true);

--
-- Name: plan_version everybody_reads; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY everybody_reads ON billing.plan_version FOR SELECT TO app_tenant USING (true);

--
-- Name: ledger; Type: ROW SECURITY; Schema: billing; Owner: -
--

ALTER TABLE billing.ledger ENABLE ROW LEVEL SECURITY;

--
-- Name: node; Type: ROW SECURITY; Schema: billing; Owner: -
--

ALTER TABLE billing.node ENABLE ROW LEVEL SECURITY;

--
-- Name: plan operator; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY operator ON billing.plan TO app_system USING (true) WITH CHECK (true);

--
-- Name: plan_version operator; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY operator ON billing.plan_version TO app_system USING (true) WITH CHECK (true);

--
-- Name: plan; Type: ROW SECURITY; Schema: billing; Owner: -
--

ALTER TABLE billing.plan ENABLE ROW LEVEL SECURITY;

--
-- Name: plan_version; Type: ROW SECURITY; Schema: billing; Owner: -
--

ALTER TABLE billing.plan_version ENABLE ROW LEVEL SECURITY;

--
-- Name: revision; Type: ROW SECURITY; Schema: billing; Owner: -
--

ALTER TABLE billing.revision ENABLE ROW LEVEL SECURITY;

--
-- Name: subscription; Type: ROW SECURITY; Schema: billing; Owner: -
--

ALTER TABLE billing.subscription ENABLE ROW LEVEL SECURITY;

--
-- Name: ledger system; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY system ON billing.ledger TO app_system USING (true) WITH CHECK (true);

--
-- Name: node system; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY system ON billing.node TO app_system USING (true) WITH CHECK (true);

--
-- Name: revision system; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY system ON billing.revision TO app_system USING (true) WITH CHECK (true);

--
-- Name: subscription system; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY system ON billing.subscription TO app_system USING (true) WITH CHECK (true);

--
-- Name: term system; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY system ON billing.term TO app_system USING (true) WITH CHECK (true);

--
-- Name: usage_day system; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY system ON billing.usage_day TO app_system USING (true) WITH CHECK (true);

--
-- Name: warning system; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY system ON billing.warning TO app_system USING (true) WITH CHECK (true);

--
-- Name: ledger tenant; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY tenant ON billing.ledger TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: subscription tenant; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY tenant ON billing.subscription TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: term tenant; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY tenant ON billing.term TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: usage_day tenant; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY tenant ON billing.usage_day TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: warning tenant; Type: POLICY; Schema: billing; Owner: -
--

CREATE POLICY tenant ON billing.warning TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: term; Type: ROW SECURITY; Schema: billing; Owner: -
--

ALTER TABLE billing.term ENABLE ROW LEVEL SECURITY;

--
-- Name: usage_day; Type: ROW SECURITY; Schema: billing; Owner: -
--

ALTER TABLE billing.usage_day ENABLE ROW LEVEL SECURITY;

--
-- Name: warning; Type: ROW SECURITY; Schema: billing; Owner: -
--

ALTER TABLE billing.warning ENABLE ROW LEVEL SECURITY;

--
-- Name: campaign; Type: ROW SECURITY; Schema: campaigns; Owner: -
--

ALTER TABLE campaigns.campaign ENABLE ROW LEVEL SECURITY;

--
-- Name: contact; Type: ROW SECURITY; Schema: campaigns; Owner: -
--

ALTER TABLE campaigns.contact ENABLE ROW LEVEL SECURITY;

--
-- Name: opt_out; Type: ROW SECURITY; Schema: campaigns; Owner: -
--

ALTER TABLE campaigns.opt_out ENABLE ROW LEVEL SECURITY;

--
-- Name: recipient; Type: ROW SECURITY; Schema: campaigns; Owner: -
--

ALTER TABLE campaigns.recipient ENABLE ROW LEVEL SECURITY;

--
-- Name: campaign system; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY system ON campaigns.campaign TO app_system USING (true) WITH CHECK (true);

--
-- Name: contact system; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY system ON campaigns.contact TO app_system USING (true) WITH CHECK (true);

--
-- Name: opt_out system; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY system ON campaigns.opt_out TO app_system USING (true) WITH CHECK (true);

--
-- Name: recipient system; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY system ON campaigns.recipient TO app_system USING (true) WITH CHECK (true);

--
-- Name: template system; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY system ON campaigns.template TO app_system USING (true) WITH CHECK (true);

--
-- Name: template; Type: ROW SECURITY; Schema: campaigns; Owner: -
--

ALTER TABLE campaigns.template ENABLE ROW LEVEL SECURITY;

--
-- Name: campaign tenant; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY tenant ON campaigns.campaign TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: contact tenant; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY tenant ON campaigns.contact TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: opt_out tenant; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY tenant ON campaigns.opt_out TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: recipient tenant; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY tenant ON campaigns.recipient TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: template tenant; Type: POLICY; Schema: campaigns; Owner: -
--

CREATE POLICY tenant ON campaigns.template TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: dead; Type: ROW SECURITY; Schema: events; Owner: -
--

ALTER TABLE events.dead ENABLE ROW LEVEL SECURITY;

--
-- Name: delivery; Type: ROW SECURITY; Schema: events; Owner: -
--

ALTER TABLE events.delivery ENABLE ROW LEVEL SECURITY;

--
-- Name: dead system; Type: POLICY; Schema: events; Owner: -
--

CREATE POLICY system ON events.dead TO app_system USING (true) WITH CHECK (true);

--
-- Name: delivery system; Type: POLICY; Schema: events; Owner: -
--

CREATE POLICY system ON events.delivery TO app_system USING (true) WITH CHECK (true);

--
-- Name: dead tenant; Type: POLICY; Schema: events; Owner: -
--

CREATE POLICY tenant ON events.dead TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: delivery tenant; Type: POLICY; Schema: events; Owner: -
--

CREATE POLICY tenant ON events.delivery TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: listing; Type: ROW SECURITY; Schema: groups; Owner: -
--

ALTER TABLE groups.listing ENABLE ROW LEVEL SECURITY;

--
-- Name: snapshot; Type: ROW SECURITY; Schema: groups; Owner: -
--

ALTER TABLE groups.snapshot ENABLE ROW LEVEL SECURITY;

--
-- Name: listing system; Type: POLICY; Schema: groups; Owner: -
--

CREATE POLICY system ON groups.listing TO app_system USING (true) WITH CHECK (true);

--
-- Name: snapshot system; Type: POLICY; Schema: groups; Owner: -
--

CREATE POLICY system ON groups.snapshot TO app_system USING (true) WITH CHECK (true);

--
-- Name: listing tenant; Type: POLICY; Schema: groups; Owner: -
--

CREATE POLICY tenant ON groups.listing TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: snapshot tenant; Type: POLICY; Schema: groups; Owner: -
--

CREATE POLICY tenant ON groups.snapshot TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: record; Type: ROW SECURITY; Schema: idempotency; Owner: -
--

ALTER TABLE idempotency.record ENABLE ROW LEVEL SECURITY;

--
-- Name: record system; Type: POLICY; Schema: idempotency; Owner: -
--

CREATE POLICY system ON idempotency.record TO app_system USING (true) WITH CHECK (true);

--
-- Name: record tenant; Type: POLICY; Schema: idempotency; Owner: -
--

CREATE POLICY tenant ON idempotency.record TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: device_state; Type: ROW SECURITY; Schema: instances; Owner: -
--

ALTER TABLE instances.device_state ENABLE ROW LEVEL SECURITY;

--
-- Name: errand; Type: ROW SECURITY; Schema: instances; Owner: -
--

ALTER TABLE instances.errand ENABLE ROW LEVEL SECURITY;

--
-- Name: holder; Type: ROW SECURITY; Schema: instances; Owner: -
--

ALTER TABLE instances.holder ENABLE ROW LEVEL SECURITY;

--
-- Name: instance; Type: ROW SECURITY; Schema: instances; Owner: -
--

ALTER TABLE instances.instance ENABLE ROW LEVEL SECURITY;

--
-- Name: device_state system; Type: POLICY; Schema: instances; Owner: -
--

CREATE POLICY system ON instances.device_state TO app_system USING (true) WITH CHECK (true);

--
-- Name: errand system; Type: POLICY; Schema: instances; Owner: -
--

CREATE POLICY system ON instances.errand TO app_system USING (true) WITH CHECK (true);

--
-- Name: holder system; Type: POLICY; Schema: instances; Owner: -
--

CREATE POLICY system ON instances.holder TO app_system USING (true) WITH CHECK (true);

--
-- Name: instance system; Type: POLICY; Schema: instances; Owner: -
--

CREATE POLICY system ON instances.instance TO app_system USING (true) WITH CHECK (true);

--
-- Name: device_state tenant; Type: POLICY; Schema: instances; Owner: -
--

CREATE POLICY tenant ON instances.device_state TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: errand tenant; Type: POLICY; Schema: instances; Owner: -
--

CREATE POLICY tenant ON instances.errand TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: instance tenant; Type: POLICY; Schema: instances; Owner: -
--

CREATE POLICY tenant ON instances.instance TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: chunk; Type: ROW SECURITY; Schema: media; Owner: -
--

ALTER TABLE media.chunk ENABLE ROW LEVEL SECURITY;

--
-- Name: file; Type: ROW SECURITY; Schema: media; Owner: -
--

ALTER TABLE media.file ENABLE ROW LEVEL SECURITY;

--
-- Name: chunk system; Type: POLICY; Schema: media; Owner: -
--

CREATE POLICY system ON media.chunk TO app_system USING (true) WITH CHECK (true);

--
-- Name: file system; Type: POLICY; Schema: media; Owner: -
--

CREATE POLICY system ON media.file TO app_system USING (true) WITH CHECK (true);

--
-- Name: chunk tenant; Type: POLICY; Schema: media; Owner: -
--

CREATE POLICY tenant ON media.chunk TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: file tenant; Type: POLICY; Schema: media; Owner: -
--

CREATE POLICY tenant ON media.file TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: line; Type: ROW SECURITY; Schema: messaging; Owner: -
--

ALTER TABLE messaging.line ENABLE ROW LEVEL SECURITY;

--
-- Name: message; Type: ROW SECURITY; Schema: messaging; Owner: -
--

ALTER TABLE messaging.message ENABLE ROW LEVEL SECURITY;

--
-- Name: pause; Type: ROW SECURITY; Schema: messaging; Owner: -
--

ALTER TABLE messaging.pause ENABLE ROW LEVEL SECURITY;

--
-- Name: schedule; Type: ROW SECURITY; Schema: messaging; Owner: -
--

ALTER TABLE messaging.schedule ENABLE ROW LEVEL SECURITY;

--
-- Name: step; Type: ROW SECURITY; Schema: messaging; Owner: -
--

ALTER TABLE messaging.step ENABLE ROW LEVEL SECURITY;

--
-- Name: line system; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY system ON messaging.line TO app_system USING (true) WITH CHECK (true);

--
-- Name: message system; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY system ON messaging.message TO app_system USING (true) WITH CHECK (true);

--
-- Name: pause system; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY system ON messaging.pause TO app_system USING (true) WITH CHECK (true);

--
-- Name: schedule system; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY system ON messaging.schedule TO app_system USING (true) WITH CHECK (true);

--
-- Name: step system; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY system ON messaging.step TO app_system USING (true) WITH CHECK (true);

--
-- Name: line tenant; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY tenant ON messaging.line TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: message tenant; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY tenant ON messaging.message TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: pause tenant; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY tenant ON messaging.pause TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: schedule tenant; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY tenant ON messaging.schedule TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: step tenant; Type: POLICY; Schema: messaging; Owner: -
--

CREATE POLICY tenant ON messaging.step TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: allowance; Type: ROW SECURITY; Schema: numbers; Owner: -
--

ALTER TABLE numbers.allowance ENABLE ROW LEVEL SECURITY;

--
-- Name: registration; Type: ROW SECURITY; Schema: numbers; Owner: -
--

ALTER TABLE numbers.registration ENABLE ROW LEVEL SECURITY;

--
-- Name: allowance system; Type: POLICY; Schema: numbers; Owner: -
--

CREATE POLICY system ON numbers.allowance TO app_system USING (true) WITH CHECK (true);

--
-- Name: registration system; Type: POLICY; Schema: numbers; Owner: -
--

CREATE POLICY system ON numbers.registration TO app_system USING (true) WITH CHECK (true);

--
-- Name: allowance tenant; Type: POLICY; Schema: numbers; Owner: -
--

CREATE POLICY tenant ON numbers.allowance TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: registration tenant; Type: POLICY; Schema: numbers; Owner: -
--

CREATE POLICY tenant ON numbers.registration TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: delivery; Type: ROW SECURITY; Schema: webhooks; Owner: -
--

ALTER TABLE webhooks.delivery ENABLE ROW LEVEL SECURITY;

--
-- Name: endpoint; Type: ROW SECURITY; Schema: webhooks; Owner: -
--

ALTER TABLE webhooks.endpoint ENABLE ROW LEVEL SECURITY;

--
-- Name: delivery system; Type: POLICY; Schema: webhooks; Owner: -
--

CREATE POLICY system ON webhooks.delivery TO app_system USING (true) WITH CHECK (true);

--
-- Name: endpoint system; Type: POLICY; Schema: webhooks; Owner: -
--

CREATE POLICY system ON webhooks.endpoint TO app_system USING (true) WITH CHECK (true);

--
-- Name: delivery tenant; Type: POLICY; Schema: webhooks; Owner: -
--

CREATE POLICY tenant ON webhooks.delivery TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: endpoint tenant; Type: POLICY; Schema: webhooks; Owner: -
--

CREATE POLICY tenant ON webhooks.endpoint TO app_tenant USING ((tenant_id = app.current_tenant())) WITH CHECK ((tenant_id = app.current_tenant()));

--
-- Name: SCHEMA accounts; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA accounts TO app_tenant;
GRANT USAGE ON SCHEMA accounts TO app_system;

--
-- Name: SCHEMA app; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA app TO app_tenant;
GRANT USAGE ON SCHEMA app TO app_system;

--
-- Name: SCHEMA audit; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA audit TO app_tenant;
GRANT USAGE ON SCHEMA audit TO app_system;

--
-- Name: SCHEMA auth; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA auth TO app_tenant;
GRANT USAGE ON SCHEMA auth TO app_system;

--
-- Name: SCHEMA billing; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA billing TO app_tenant;
GRANT USAGE ON SCHEMA billing TO app_system;

--
-- Name: SCHEMA campaigns; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA campaigns TO app_tenant;
GRANT USAGE ON SCHEMA campaigns TO app_system;

--
-- Name: SCHEMA events; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA events TO app_tenant;
GRANT USAGE ON SCHEMA events TO app_system;

--
-- Name: SCHEMA groups; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA groups TO app_tenant;
GRANT USAGE ON SCHEMA groups TO app_system;

--
-- Name: SCHEMA idempotency; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA idempotency TO app_tenant;
GRANT USAGE ON SCHEMA idempotency TO app_system;

--
-- Name: SCHEMA instances; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA instances TO app_tenant;
GRANT USAGE ON SCHEMA instances TO app_system;

--
-- Name: SCHEMA media; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA media TO app_tenant;
GRANT USAGE ON SCHEMA media TO app_system;

--
-- Name: SCHEMA messaging; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA messaging TO app_tenant;
GRANT USAGE ON SCHEMA messaging TO app_system;

--
-- Name: SCHEMA numbers; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA numbers TO app_tenant;
GRANT USAGE ON SCHEMA numbers TO app_system;

--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: -
--

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

--
-- Name: SCHEMA webhooks; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA webhooks TO app_tenant;
GRANT USAGE ON SCHEMA webhooks TO app_system;

--
-- Name: FUNCTION fence(fenced regclass, tenant_column name); Type: ACL; Schema: app; Owner: -
--

REVOKE ALL ON FUNCTION app.fence(fenced regclass, tenant_column name) FROM PUBLIC;

--
-- Name: FUNCTION advance(); Type: ACL; Schema: billing; Owner: -
--

REVOKE ALL ON FUNCTION billing.advance() FROM PUBLIC;
GRANT ALL ON FUNCTION billing.advance() TO app_system;

--
-- Name: FUNCTION beat(this uuid, moment timestamp with time zone, lifetime interval); Type: ACL; Schema: billing; Owner: -
--

REVOKE ALL ON FUNCTION billing.beat(this uuid, moment timestamp with time zone, lifetime interval) FROM PUBLIC;
GRANT ALL ON FUNCTION billing.beat(this uuid, moment timestamp with time zone, lifetime interval) TO app_system;

--
-- Name: FUNCTION effective(plan_value integer, override jsonb); Type: ACL; Schema: billing; Owner: -
--

REVOKE ALL ON FUNCTION billing.effective(plan_value integer, override jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION billing.effective(plan_value integer, override jsonb) TO app_tenant;
GRANT ALL ON FUNCTION billing.effective(plan_value integer, override jsonb) TO app_system;

--
-- Name: FUNCTION give_back(of_tenant uuid, on_day date, counted_at timestamp with time zone, entries uuid[], requests uuid[], amounts integer[]); Type: ACL; Schema: billing; Owner: -
--

REVOKE ALL ON FUNCTION billing.give_back(of_tenant uuid, on_day date, counted_at timestamp with time zone, entries uuid[], requests uuid[], amounts integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION billing.give_back(of_tenant uuid, on_day date, counted_at timestamp with time zone, entries uuid[], requests uuid[], amounts integer[]) TO app_tenant;
GRANT ALL ON FUNCTION billing.give_back(of_tenant uuid, on_day date, counted_at timestamp with time zone, entries uuid[], requests uuid[], amounts integer[]) TO app_system;

--
-- Name: FUNCTION reserve(of_tenant uuid, on_day date, counted_at timestamp with time zone, of_kind text, entries uuid[], requests uuid[], amounts integer[]); Type: ACL; Schema: billing; Owner: -
--

REVOKE ALL ON FUNCTION billing.reserve(of_tenant uuid, on_day date, counted_at timestamp with time zone, of_kind text, entries uuid[], requests uuid[], amounts integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION billing.reserve(of_tenant uuid, on_day date, counted_at timestamp with time zone, of_kind text, entries uuid[], requests uuid[], amounts integer[]) TO app_tenant;
GRANT ALL ON FUNCTION billing.reserve(of_tenant uuid, on_day date, counted_at timestamp with time zone, of_kind text, entries uuid[], requests uuid[], amounts integer[]) TO app_system;

--
-- Name: FUNCTION warn(of_tenant uuid, on_day date, counted_at timestamp with time zone, used bigint, allowed bigint); Type: ACL; Schema: billing; Owner: -
--

REVOKE ALL ON FUNCTION billing.warn(of_tenant uuid, on_day date, counted_at timestamp with time zone, used bigint, allowed bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION billing.warn(of_tenant uuid, on_day date, counted_at timestamp with time zone, used bigint, allowed bigint) TO app_tenant;
GRANT ALL ON FUNCTION billing.warn(of_tenant uuid, on_day date, counted_at timestamp with time zone, used bigint, allowed bigint) TO app_system;

--
-- Name: TABLE delivery; Type: ACL; Schema: events; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE events.delivery TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE events.delivery TO app_system;

--
-- Name: FUNCTION claim(of_tenant uuid, of_key text, of_fingerprint bytea, of_request uuid, at timestamp with time zone, until timestamp with time zone, gate bigint); Type: ACL; Schema: idempotency; Owner: -
--

REVOKE ALL ON FUNCTION idempotency.claim(of_tenant uuid, of_key text, of_fingerprint bytea, of_request uuid, at timestamp with time zone, until timestamp with time zone, gate bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION idempotency.claim(of_tenant uuid, of_key text, of_fingerprint bytea, of_request uuid, at timestamp with time zone, until timestamp with time zone, gate bigint) TO app_tenant;
GRANT ALL ON FUNCTION idempotency.claim(of_tenant uuid, of_key text, of_fingerprint bytea, of_request uuid, at timestamp with time zone, until timestamp with time zone, gate bigint) TO app_system;

--
-- Name: FUNCTION remember(of_tenant uuid, keys text[], fingerprints bytea[], requests uuid[], batches uuid[], at timestamp with time zone[], until timestamp with time zone[], granted boolean[]); Type: ACL; Schema: idempotency; Owner: -
--

REVOKE ALL ON FUNCTION idempotency.remember(of_tenant uuid, keys text[], fingerprints bytea[], requests uuid[], batches uuid[], at timestamp with time zone[], until timestamp with time zone[], granted boolean[]) FROM PUBLIC;
GRANT ALL ON FUNCTION idempotency.remember(of_tenant uuid, keys text[], fingerprints bytea[], requests uuid[], batches uuid[], at timestamp with time zone[], until timestamp with time zone[], granted boolean[]) TO app_tenant;
GRANT ALL ON FUNCTION idempotency.remember(of_tenant uuid, keys text[], fingerprints bytea[], requests uuid[], batches uuid[], at timestamp with time zone[], until timestamp with time zone[], granted boolean[]) TO app_system;

--
-- Name: TABLE message; Type: ACL; Schema: messaging; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.message TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.message TO app_system;

--
-- Name: TABLE data_key; Type: ACL; Schema: accounts; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE accounts.data_key TO app_system;

--
-- Name: TABLE invitation; Type: ACL; Schema: accounts; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE accounts.invitation TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE accounts.invitation TO app_system;

--
-- Name: TABLE person; Type: ACL; Schema: accounts; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE accounts.person TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE accounts.person TO app_system;

--
-- Name: TABLE slug; Type: ACL; Schema: accounts; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE accounts.slug TO app_system;

--
-- Name: TABLE tenant; Type: ACL; Schema: accounts; Owner: -
--

GRANT SELECT ON TABLE accounts.tenant TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE accounts.tenant TO app_system;

--
-- Name: COLUMN tenant.name; Type: ACL; Schema: accounts; Owner: -
--

GRANT UPDATE(name) ON TABLE accounts.tenant TO app_tenant;

--
-- Name: COLUMN tenant.time_zone; Type: ACL; Schema: accounts; Owner: -
--

GRANT UPDATE(time_zone) ON TABLE accounts.tenant TO app_tenant;

--
-- Name: COLUMN tenant.updated_at; Type: ACL; Schema: accounts; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE accounts.tenant TO app_tenant;

--
-- Name: TABLE migration; Type: ACL; Schema: app; Owner: -
--

GRANT SELECT ON TABLE app.migration TO app_system;

--
-- Name: TABLE entry; Type: ACL; Schema: audit; Owner: -
--

GRANT SELECT,INSERT ON TABLE audit.entry TO app_tenant;
GRANT SELECT,INSERT,DELETE ON TABLE audit.entry TO app_system;

--
-- Name: TABLE head; Type: ACL; Schema: audit; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE audit.head TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE audit.head TO app_system;

--
-- Name: TABLE api_key; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.api_key TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.api_key TO app_system;

--
-- Name: TABLE digest; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.digest TO app_system;

--
-- Name: TABLE revision; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.revision TO app_system;

--
-- Name: TABLE session_token; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.session_token TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.session_token TO app_system;

--
-- Name: TABLE stream_token; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.stream_token TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.stream_token TO app_system;

--
-- Name: TABLE ledger; Type: ACL; Schema: billing; Owner: -
--

GRANT SELECT,INSERT ON TABLE billing.ledger TO app_tenant;
GRANT SELECT,INSERT,DELETE ON TABLE billing.ledger TO app_system;

--
-- Name: TABLE node; Type: ACL; Schema: billing; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE billing.node TO app_system;

--
-- Name: TABLE plan; Type: ACL; Schema: billing; Owner: -
--

GRANT SELECT ON TABLE billing.plan TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE billing.plan TO app_system;

--
-- Name: TABLE plan_version; Type: ACL; Schema: billing; Owner: -
--

GRANT SELECT ON TABLE billing.plan_version TO app_tenant;
GRANT SELECT,INSERT,UPDATE ON TABLE billing.plan_version TO app_system;

--
-- Name: TABLE revision; Type: ACL; Schema: billing; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE billing.revision TO app_system;

--
-- Name: TABLE subscription; Type: ACL; Schema: billing; Owner: -
--

GRANT SELECT ON TABLE billing.subscription TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE billing.subscription TO app_system;

--
-- Name: COLUMN subscription.updated_at; Type: ACL; Schema: billing; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE billing.subscription TO app_tenant;

--
-- Name: TABLE term; Type: ACL; Schema: billing; Owner: -
--

GRANT SELECT ON TABLE billing.term TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE billing.term TO app_system;

--
-- Name: TABLE usage_day; Type: ACL; Schema: billing; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE billing.usage_day TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE billing.usage_day TO app_system;

--
-- Name: TABLE warning; Type: ACL; Schema: billing; Owner: -
--

GRANT SELECT,INSERT ON TABLE billing.warning TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE billing.warning TO app_system;

--
-- Name: TABLE campaign; Type: ACL; Schema: campaigns; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.campaign TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.campaign TO app_system;

--
-- Name: TABLE contact; Type: ACL; Schema: campaigns; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.contact TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.contact TO app_system;

--
-- Name: TABLE opt_out; Type: ACL; Schema: campaigns; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.opt_out TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.opt_out TO app_system;

--
-- Name: TABLE recipient; Type: ACL; Schema: campaigns; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.recipient TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.recipient TO app_system;

--
-- Name: TABLE template; Type: ACL; Schema: campaigns; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.template TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE campaigns.template TO app_system;

--
-- Name: TABLE dead; Type: ACL; Schema: events; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE events.dead TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE events.dead TO app_system;

--
-- Name: TABLE listing; Type: ACL; Schema: groups; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE groups.listing TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE groups.listing TO app_system;

--
-- Name: TABLE snapshot; Type: ACL; Schema: groups; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE groups.snapshot TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE groups.snapshot TO app_system;

--
-- Name: TABLE record; Type: ACL; Schema: idempotency; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE idempotency.record TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE idempotency.record TO app_system;

--
-- Name: TABLE device_state; Type: ACL; Schema: instances; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE instances.device_state TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE instances.device_state TO app_system;

--
-- Name: TABLE errand; Type: ACL; Schema: instances; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE instances.errand TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE instances.errand TO app_system;

--
-- Name: TABLE holder; Type: ACL; Schema: instances; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE instances.holder TO app_system;

--
-- Name: TABLE instance; Type: ACL; Schema: instances; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE instances.instance TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE instances.instance TO app_system;

--
-- Name: TABLE chunk; Type: ACL; Schema: media; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE media.chunk TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE media.chunk TO app_system;

--
-- Name: TABLE file; Type: ACL; Schema: media; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE media.file TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE media.file TO app_system;

--
-- Name: TABLE line; Type: ACL; Schema: messaging; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.line TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.line TO app_system;

--
-- Name: TABLE pause; Type: ACL; Schema: messaging; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.pause TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.pause TO app_system;

--
-- Name: TABLE schedule; Type: ACL; Schema: messaging; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.schedule TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.schedule TO app_system;

--
-- Name: TABLE step; Type: ACL; Schema: messaging; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.step TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messaging.step TO app_system;

--
-- Name: TABLE allowance; Type: ACL; Schema: numbers; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE numbers.allowance TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE numbers.allowance TO app_system;

--
-- Name: TABLE registration; Type: ACL; Schema: numbers; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE numbers.registration TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE numbers.registration TO app_system;

--
-- Name: TABLE delivery; Type: ACL; Schema: webhooks; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE webhooks.delivery TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE webhooks.delivery TO app_system;

--
-- Name: TABLE endpoint; Type: ACL; Schema: webhooks; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE webhooks.endpoint TO app_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE webhooks.endpoint TO app_system;

--
-- PostgreSQL database dump complete
--
