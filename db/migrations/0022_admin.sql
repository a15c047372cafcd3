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
