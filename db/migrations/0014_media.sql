-- media: the files that messages carry, in pieces

CREATE SCHEMA media;
GRANT USAGE ON SCHEMA media TO app_tenant, app_system;

CREATE TABLE media.file (
    tenant_id    uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id           uuid        NOT NULL,
    state        text        NOT NULL DEFAULT 'arriving' CHECK (state IN ('arriving', 'kept', 'leaving')),
    mime_type    text,                                      -- what its bytes say
    bytes        bigint,
    sha256       bytea,
    file_name    text,                                      -- a label, made harmless
    source       text,                                      -- the URL it was fetched from
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,                      -- of one that arrives: when nothing more has come for too long
    PRIMARY KEY (tenant_id, id),
    CHECK (state <> 'kept' OR (mime_type IS NOT NULL AND bytes > 0 AND length(sha256) = 32))
);
-- The same bytes are kept once in a tenant.
CREATE UNIQUE INDEX file_content ON media.file (tenant_id, sha256) WHERE state = 'kept';
CREATE INDEX file_end ON media.file (expires_at) WHERE state <> 'leaving';
CREATE INDEX file_leaving ON media.file (tenant_id, id) WHERE state = 'leaving';
SELECT app.fence('media.file');

CREATE TABLE media.chunk (
    tenant_id    uuid        NOT NULL,
    file_id      uuid        NOT NULL,
    number       integer     NOT NULL,                      -- from 0; all but the last are of 256 KiB
    bytes        bytea       NOT NULL,
    PRIMARY KEY (tenant_id, file_id, number),
    FOREIGN KEY (tenant_id, file_id) REFERENCES media.file (tenant_id, id) ON DELETE CASCADE
);
-- Pictures and films are compressed already.
ALTER TABLE media.chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
SELECT app.fence('media.chunk');
