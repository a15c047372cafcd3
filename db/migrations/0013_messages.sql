-- messaging: content of every kind, schedules, lanes, campaigns' messages, and what is told of a message's way

ALTER TABLE messaging.message
    ADD COLUMN lane        smallint NOT NULL DEFAULT 0 CHECK (lane IN (0, 1)),   -- 0 transactional, 1 bulk: the lower goes first
    ADD COLUMN crashes     smallint NOT NULL DEFAULT 0,                          -- how often a process died while it was under way
    ADD COLUMN claimed_at  timestamptz,                                          -- when it was last handed over
    ADD COLUMN campaign_id uuid,
    ADD COLUMN contact_id  uuid,
    ADD COLUMN send_at     timestamptz,                                          -- when it was asked to be sent, if that was to be later
    ADD COLUMN ended_at    timestamptz,                                          -- when it failed or was withdrawn
    DROP CONSTRAINT message_state_check,
    -- 'scheduled' waits for its time and is not counted against a day yet; 'held' waits for its campaign to go on.
    ADD CONSTRAINT message_state_check CHECK (state IN
        ('scheduled', 'held', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'withdrawn', 'received'));

-- Heads of chats are looked for, lane by lane: one message of a chat is under way at a time, so that none overtakes another.
DROP INDEX messaging.message_due;
CREATE INDEX message_queue ON messaging.message (tenant_id, instance_id, lane, chat, due_at, id) WHERE state = 'queued';
CREATE INDEX message_sending ON messaging.message (tenant_id, instance_id) WHERE state = 'sending';
-- What waits for its time, of all tenants, the earliest first.
CREATE INDEX message_scheduled ON messaging.message (due_at, tenant_id, id) WHERE state = 'scheduled';
-- Lists by request, by campaign, by chat; a person's earlier messages. The WhatsApp id first, since lists name it without an instance.
CREATE INDEX message_batch ON messaging.message (tenant_id, batch_id);
CREATE INDEX message_campaign ON messaging.message (tenant_id, campaign_id, state, id) WHERE campaign_id IS NOT NULL;
CREATE INDEX message_chat ON messaging.message (tenant_id, instance_id, chat, id);
CREATE INDEX message_reference ON messaging.message (tenant_id, client_reference, id) WHERE client_reference IS NOT NULL;
-- What is out of the ordinary is looked for among much that is not.
CREATE INDEX message_aside ON messaging.message (tenant_id, id) WHERE state IN ('scheduled', 'held', 'failed', 'withdrawn');
DROP INDEX messaging.message_whatsapp_id;
CREATE UNIQUE INDEX message_whatsapp_id ON messaging.message (tenant_id, whatsapp_id, instance_id);

-- One request to send later, under the short number that one dialect's customers name it by.
CREATE TABLE messaging.schedule (
    tenant_id   uuid        NOT NULL,
    batch_id    uuid        NOT NULL,                    -- of its messages
    number      bigint      NOT NULL CHECK (number > 0),
    instance_id uuid        NOT NULL,
    send_at     text        NOT NULL,                    -- as it was asked for
    due_at      timestamptz NOT NULL,
    state       text        NOT NULL CHECK (state IN ('pending', 'started', 'cancelled')),
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, batch_id)
);
CREATE UNIQUE INDEX schedule_number ON messaging.schedule (tenant_id, number);
CREATE INDEX schedule_pending ON messaging.schedule (tenant_id, due_at, batch_id) WHERE state = 'pending';
SELECT app.fence('messaging.schedule');

-- Steps on a message's way that its row does not tell: retries, waits, sending it again. Nothing is written here for a message that
-- simply goes out.
CREATE TABLE messaging.step (
    tenant_id  uuid        NOT NULL,
    message_id uuid        NOT NULL,
    id         uuid        NOT NULL,
    at         timestamptz NOT NULL,
    step       text        NOT NULL,
    detail     text,
    PRIMARY KEY (tenant_id, message_id, id)
);
SELECT app.fence('messaging.step');

-- Why an instance's lane sends nothing now, and until when.
CREATE TABLE messaging.pause (
    tenant_id   uuid        NOT NULL,
    instance_id uuid        NOT NULL,
    lane        smallint    NOT NULL CHECK (lane IN (0, 1)),
    reason      text        NOT NULL,
    until       timestamptz NOT NULL,
    times       integer     NOT NULL DEFAULT 1,          -- how often in a row, which decides how long
    PRIMARY KEY (tenant_id, instance_id, lane)
);
SELECT app.fence('messaging.pause');

CREATE OR REPLACE FUNCTION messaging.facts(m messaging.message, event uuid, status text, occurred_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'event_id', event, 'tenant_id', m.tenant_id, 'message_id', m.id, 'batch_id', m.batch_id, 'instance_id', m.instance_id,
        'direction', m.direction, 'chat', m.chat, 'sender', m.sender, 'kind', m.kind, 'content', m.content, 'whatsapp_id', m.whatsapp_id,
        'client_reference', m.client_reference, 'status', status, 'error_code', m.error_code, 'reply_to', m.reply_to,
        'campaign_id', m.campaign_id, 'contact_id', m.contact_id,
        'created_at', (extract(epoch FROM m.created_at) * 1000000)::bigint,
        'occurred_at', (extract(epoch FROM occurred_at) * 1000000)::bigint)
$$;
