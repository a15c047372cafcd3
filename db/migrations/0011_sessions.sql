-- instances: the tenants' own handles, proof of life and back-off, passkeys, codes to type, and errands to whoever holds a session

ALTER TABLE instances.instance
    -- Codes to scan and codes to type are shown side by side, each in columns of its own. Takes the check that names it along.
    DROP COLUMN code_form,
    ADD COLUMN handle            text,                              -- the caller's own name, unique among the tenant's
    ADD COLUMN typed_sealed      bytea,
    ADD COLUMN typed_sequence    integer,
    ADD COLUMN typed_expires_at  timestamptz,
    ADD COLUMN passkey_sealed    bytea,                             -- WebAuthn's request options, while the phone waits for the answer
    ADD COLUMN openings          integer     NOT NULL DEFAULT 0,    -- of its session since one of them lasted; counted before each
    ADD COLUMN open_after        timestamptz,                       -- nobody opens a session for it before
    ADD CHECK (num_nulls(code_sealed, code_sequence, code_expires_at) IN (0, 3)),
    ADD CHECK (num_nulls(typed_sealed, typed_sequence, typed_expires_at) IN (0, 3));

CREATE UNIQUE INDEX instance_handle ON instances.instance (tenant_id, handle) WHERE handle IS NOT NULL AND removed_at IS NULL;

-- What one process asks of the one that holds the session. Lives for seconds.
CREATE TABLE instances.errand (
    tenant_id    uuid        NOT NULL,
    instance_id  uuid        NOT NULL,
    id           uuid        NOT NULL,                              -- version 7: in the order in which they were asked
    kind         text        NOT NULL,
    sealed       bytea       NOT NULL,                              -- what is asked, with the tenant's data key, bound to this row
    expires_at   timestamptz NOT NULL,                              -- nobody waits for the answer any longer
    taken_by     uuid,                                              -- the holder that does it; done at most once
    answer       bytea,                                             -- sealed as well
    PRIMARY KEY (tenant_id, instance_id, id),
    FOREIGN KEY (tenant_id, instance_id) REFERENCES instances.instance (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX errand_untaken ON instances.errand (tenant_id, instance_id, id) WHERE taken_by IS NULL;
SELECT app.fence('instances.errand');
