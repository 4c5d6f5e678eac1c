-- Versions that another one took the place of. What was delivered is never lost, so their files are still named here.
CREATE TABLE replaced_versions (
    document_id TEXT NOT NULL REFERENCES documents (id),
    version BIGINT NOT NULL,
    facts TEXT NOT NULL,
    original_sha256 TEXT NOT NULL,
    original_size BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (document_id, version)
);

CREATE INDEX replaced_versions_by_content ON replaced_versions (original_sha256);

-- What is swept is found by its age.
CREATE INDEX signing_requests_by_age ON signing_requests (created_at);
CREATE INDEX attempts_by_end ON attempts (spent_until);
CREATE INDEX access_tokens_by_end ON access_tokens (expires_at);
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);
