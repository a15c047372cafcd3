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
