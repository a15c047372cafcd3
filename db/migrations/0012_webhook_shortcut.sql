-- webhooks: the one endpoint that is set on an instance itself; otherwise an endpoint like all others

ALTER TABLE webhooks.endpoint
    ADD COLUMN is_shortcut boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT endpoint_shortcut_of CHECK (NOT is_shortcut OR instance_id IS NOT NULL);
CREATE UNIQUE INDEX endpoint_shortcut ON webhooks.endpoint (tenant_id, instance_id) WHERE is_shortcut;
