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
