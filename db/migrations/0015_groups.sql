-- groups: how the groups of linked numbers were when they were last heard of

CREATE SCHEMA groups;
GRANT USAGE ON SCHEMA groups TO app_tenant, app_system;

CREATE TABLE groups.snapshot (
    tenant_id    uuid        NOT NULL,
    instance_id  uuid        NOT NULL,
    group_id     text        NOT NULL COLLATE "C",          -- WhatsApp's address of it
    snapshot     jsonb,                                     -- NULL: the number has left it, and an older answer must not bring it back
    synced_at    timestamptz NOT NULL,                      -- it was like that then, or later; what is older does not replace it
    PRIMARY KEY (tenant_id, instance_id, group_id)
);
SELECT app.fence('groups.snapshot');

-- How far that can be trusted.
CREATE TABLE groups.listing (
    tenant_id    uuid        NOT NULL,
    instance_id  uuid        NOT NULL,
    listed_at    timestamptz,                               -- all groups were last asked for
    connected_at timestamptz,                               -- what was read before may have changed without a word
    PRIMARY KEY (tenant_id, instance_id)
);
SELECT app.fence('groups.listing');
