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
