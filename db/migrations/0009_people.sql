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
