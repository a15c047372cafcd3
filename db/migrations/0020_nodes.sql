-- billing: the processes that serve, so that each takes its share of a rate

-- One row for each, written every second. All times are the database's: the only clock that all of them share.
CREATE TABLE billing.node (
    id       uuid        NOT NULL PRIMARY KEY,
    seen_at  timestamptz NOT NULL
) WITH (fillfactor = 50);
ALTER TABLE billing.node ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.node FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON billing.node TO app_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.node TO app_system;

-- Says that this process lives at that moment, and how many do: those that said so within `lifetime`. Rows of those long gone are taken out.
CREATE FUNCTION billing.beat(this uuid, moment timestamptz, lifetime interval) RETURNS integer
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    -- A beat that a dying PostgreSQL forgets is made up for by the next.
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO billing.node (id, seen_at) VALUES (this, moment) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at;
    DELETE FROM billing.node WHERE id IN (SELECT id FROM billing.node WHERE seen_at < moment - 10 * lifetime FOR UPDATE SKIP LOCKED);
    RETURN (SELECT count(*) FROM billing.node WHERE seen_at > moment - lifetime);
END
$$;

REVOKE EXECUTE ON FUNCTION billing.beat FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.beat TO app_system;
