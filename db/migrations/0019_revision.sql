-- billing: a number that says whether anything has changed that limits what tenants may do

-- Whoever remembers limits looks at it. The triggers move it, so that nothing can change limits without saying so.
CREATE TABLE billing.revision (
    single  boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (single),
    number  bigint  NOT NULL
) WITH (fillfactor = 10);
ALTER TABLE billing.revision ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.revision FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON billing.revision TO app_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.revision TO app_system;

CREATE FUNCTION billing.advance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO billing.revision (number) VALUES (1) ON CONFLICT (single) DO UPDATE SET number = revision.number + 1;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION billing.advance FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.advance TO app_system;

CREATE TRIGGER plan_changed AFTER UPDATE OR DELETE ON billing.plan FOR EACH STATEMENT EXECUTE FUNCTION billing.advance();
CREATE TRIGGER subscription_changed AFTER UPDATE OF plan, overrides OR DELETE ON billing.subscription
    FOR EACH STATEMENT EXECUTE FUNCTION billing.advance();

-- What a plan limits fits into an integer as it does there, also where a tenant has a limit of its own.
ALTER TABLE billing.plan ADD CONSTRAINT plan_price CHECK (price_minor <= 1000000000000);

-- What plans cost and include since when, and which plan tenants have had since when: statements tell months that are over. What changes on a
-- day holds for the whole day, the last change of it. A plan or a tenant without a row has been as it is from its beginning.
CREATE TABLE billing.plan_version (
    name              text    NOT NULL,
    day               date    NOT NULL,                       -- in UTC, from which on
    price_minor       bigint  NOT NULL,
    currency          text    NOT NULL,
    messages_per_day  integer,
    PRIMARY KEY (name, day)
);
ALTER TABLE billing.plan_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.plan_version FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON billing.plan_version FOR SELECT TO app_tenant USING (true);
CREATE POLICY operator ON billing.plan_version TO app_system USING (true) WITH CHECK (true);
GRANT SELECT ON billing.plan_version TO app_tenant;
GRANT SELECT, INSERT, UPDATE ON billing.plan_version TO app_system;
INSERT INTO billing.plan_version SELECT name, '2000-01-01', price_minor, currency, messages_per_day FROM billing.plan;

CREATE TABLE billing.term (
    tenant_id  uuid NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    day        date NOT NULL,                                 -- in UTC, from which on
    plan       text NOT NULL,
    PRIMARY KEY (tenant_id, day)
);
SELECT app.fence('billing.term');
REVOKE INSERT, UPDATE, DELETE ON billing.term FROM app_tenant;
INSERT INTO billing.term SELECT tenant_id, (created_at AT TIME ZONE 'UTC')::date, plan FROM billing.subscription;
