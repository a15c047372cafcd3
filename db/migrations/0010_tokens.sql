-- auth: access tokens of people, tokens that open one stream, keys with a text that ends, and whether anything was revoked

-- People who have signed in.
CREATE TABLE auth.session_token (
    tenant_id   uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id          uuid        NOT NULL,
    person_id   uuid        NOT NULL,
    role        text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX session_token_person ON auth.session_token (tenant_id, person_id, expires_at);
-- What is swept is looked for across tenants.
CREATE INDEX session_token_end ON auth.session_token (expires_at);
SELECT app.fence('auth.session_token');

-- Opens one stream once; the row goes with the use.
CREATE TABLE auth.stream_token (
    tenant_id   uuid        NOT NULL REFERENCES accounts.tenant (id) ON DELETE CASCADE,
    id          uuid        NOT NULL,
    path        text        NOT NULL,
    key_id      uuid,                                         -- what it was made with: a key, a person's token, or both
    token_id    uuid,
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (num_nonnulls(key_id, token_id) > 0),
    CONSTRAINT stream_token_key FOREIGN KEY (tenant_id, key_id) REFERENCES auth.api_key (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT stream_token_session FOREIGN KEY (tenant_id, token_id) REFERENCES auth.session_token (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX stream_token_by_key ON auth.stream_token (tenant_id, key_id) WHERE key_id IS NOT NULL;
CREATE INDEX stream_token_by_session ON auth.stream_token (tenant_id, token_id) WHERE token_id IS NOT NULL;
CREATE INDEX stream_token_end ON auth.stream_token (expires_at);
SELECT app.fence('auth.stream_token');

-- The directory names what any digest is of. A key has a second one while its old text still works.
ALTER TABLE auth.digest
    ALTER COLUMN key_id DROP NOT NULL,
    ADD COLUMN token_id uuid,
    ADD COLUMN stream_token_id uuid,
    ADD COLUMN expires_at timestamptz,                        -- of a key's old text; whatever else ends does so by its own row
    ADD CONSTRAINT digest_of_one CHECK (num_nonnulls(key_id, token_id, stream_token_id) = 1),
    ADD CONSTRAINT digest_end CHECK (expires_at IS NULL OR key_id IS NOT NULL),
    ADD FOREIGN KEY (tenant_id, token_id) REFERENCES auth.session_token (tenant_id, id) ON DELETE CASCADE,
    ADD FOREIGN KEY (tenant_id, stream_token_id) REFERENCES auth.stream_token (tenant_id, id) ON DELETE CASCADE;
DROP INDEX auth.digest_key;
CREATE INDEX digest_key ON auth.digest (tenant_id, key_id) WHERE key_id IS NOT NULL;
CREATE INDEX digest_token ON auth.digest (tenant_id, token_id) WHERE token_id IS NOT NULL;
CREATE INDEX digest_stream_token ON auth.digest (tenant_id, stream_token_id) WHERE stream_token_id IS NOT NULL;
CREATE INDEX digest_end ON auth.digest (expires_at) WHERE expires_at IS NOT NULL;

-- When a key was used last is written over and over.
ALTER TABLE auth.api_key SET (fillfactor = 80);

-- Grows with everything that is revoked, in the transaction that revokes it: whoever remembers whom credentials admit looks at it.
CREATE TABLE auth.revision (
    single  boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (single),
    number  bigint  NOT NULL
) WITH (fillfactor = 10);
ALTER TABLE auth.revision ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.revision FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON auth.revision TO app_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.revision TO app_system;
