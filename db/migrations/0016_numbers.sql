-- numbers: which numbers are on WhatsApp, as it said when it was last asked, and how much more it may be asked

CREATE SCHEMA numbers;
GRANT USAGE ON SCHEMA numbers TO app_tenant, app_system;

CREATE TABLE numbers.registration (
    tenant_id  uuid        NOT NULL,
    sandbox    boolean     NOT NULL,                        -- the simulated network was asked: that says nothing of the real one
    number     text        NOT NULL COLLATE "C",            -- digits
    jid        text,                                        -- NULL: there is no account
    lid        text,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, sandbox, number)
);
-- What is old, of all tenants, is swept.
CREATE INDEX registration_age ON numbers.registration (checked_at);
SELECT app.fence('numbers.registration');

-- A bucket of tokens for each instance, as the time at which it is full again.
CREATE TABLE numbers.allowance (
    tenant_id   uuid        NOT NULL,
    instance_id uuid        NOT NULL,
    full_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, instance_id)
);
SELECT app.fence('numbers.allowance');
