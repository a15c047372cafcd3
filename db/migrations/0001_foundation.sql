-- The roles that brackets run as, and the fence that every table of a tenant stands behind.

-- Roles belong to the whole cluster: another database of it may have made them already. A login must be NOINHERIT, or it would pass every
-- fence without saying as whom.
DO $$
DECLARE
    role text;
    member text;
BEGIN
    FOREACH role IN ARRAY ARRAY['app_nobody', 'app_tenant', 'app_system'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT', role);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
        -- The server's login is called herald where it is not the role that migrates.
        FOR member IN SELECT rolname FROM pg_roles WHERE rolname IN (current_user, 'herald') LOOP
            EXECUTE format('GRANT %I TO %I', role, member);
        END LOOP;
    END LOOP;
END $$;

CREATE SCHEMA IF NOT EXISTS app;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA app TO app_tenant, app_system;

-- The check at the start of the server reads it.
GRANT SELECT ON app.migration TO app_system;

-- The tenant of the bracket, NULL outside one: the setting is missing before its first use and empty after it.
CREATE FUNCTION app.current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.tenant', true), '')::uuid;

-- Puts a table behind the fence by the column that holds the tenant: a tenant sees and makes its own rows only, the system all of them, and
-- nobody else any, the owner of the table included.
CREATE FUNCTION app.fence(fenced regclass, tenant_column name DEFAULT 'tenant_id') RETURNS void
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
REVOKE ALL ON FUNCTION app.fence(regclass, name) FROM PUBLIC;
