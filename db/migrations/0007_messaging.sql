-- messaging: messages a tenant sends and receives, and what became of them

CREATE SCHEMA messaging;
GRANT USAGE ON SCHEMA messaging TO app_tenant, app_system;

-- No foreign key to accounts.tenant: it would cost every accepted message a lookup, and the fence already admits only the tenant that was
-- admitted. A deleted tenant's rows are removed by a bounded job, not by one great cascade.
CREATE TABLE messaging.message (
    tenant_id        uuid        NOT NULL,
    id               uuid        NOT NULL,                    -- version 7, made when the message was accepted
    batch_id         uuid        NOT NULL,                    -- shared by the messages of one request
    instance_id      uuid        NOT NULL,
    direction        text        NOT NULL CHECK (direction IN ('out', 'in')),
    chat             text        NOT NULL,                    -- the person's or group's address
    sender           text,                                    -- who wrote it: a person, or the instance itself
    kind             text        NOT NULL,
    content          jsonb       NOT NULL,
    whatsapp_id      text        NOT NULL COLLATE "C",        -- chosen at acceptance, the same on every attempt
    reply_to         text,                                    -- the WhatsApp id it answers
    client_reference text,
    state            text        NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'withdrawn', 'received')),
    tries            smallint    NOT NULL DEFAULT 0,
    error_code       text,
    due_at           timestamptz NOT NULL,
    created_at       timestamptz NOT NULL,
    sent_at          timestamptz,
    delivered_at     timestamptz,
    read_at          timestamptz,
    PRIMARY KEY (tenant_id, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

-- What is to be sent, in the order in which it is sent, and what is under way, which after a crash has to be taken up again.
CREATE INDEX message_due ON messaging.message (tenant_id, instance_id, due_at, id) WHERE state IN ('queued', 'sending');
-- Acknowledgements, receipts and repeated inbound messages name the WhatsApp id.
CREATE UNIQUE INDEX message_whatsapp_id ON messaging.message (tenant_id, instance_id, whatsapp_id);

SELECT app.fence('messaging.message');

-- What an event tells of a message: Contracts' MessageEvent, written where the row is.
CREATE FUNCTION messaging.facts(m messaging.message, event uuid, status text, occurred_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'event_id', event, 'tenant_id', m.tenant_id, 'message_id', m.id, 'batch_id', m.batch_id, 'instance_id', m.instance_id,
        'direction', m.direction, 'chat', m.chat, 'sender', m.sender, 'kind', m.kind, 'content', m.content, 'whatsapp_id', m.whatsapp_id,
        'client_reference', m.client_reference, 'status', status, 'error_code', m.error_code,
        'created_at', (extract(epoch FROM m.created_at) * 1000000)::bigint,
        'occurred_at', (extract(epoch FROM occurred_at) * 1000000)::bigint)
$$;
