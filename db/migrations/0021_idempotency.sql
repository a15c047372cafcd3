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
