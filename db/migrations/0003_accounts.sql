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
