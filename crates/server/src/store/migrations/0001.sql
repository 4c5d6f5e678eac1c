-- Times are milliseconds since 1970, identifiers and digests text. Never edited once merged: the next file goes on.

CREATE TABLE agencies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE agency_keys (
    id TEXT PRIMARY KEY,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    label TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE companies (
    id TEXT PRIMARY KEY,
    siret TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- A person's relation to a company through an agency. Nothing is exchanged before it is confirmed.
CREATE TABLE memberships (
    person_id TEXT NOT NULL REFERENCES people (id),
    company_id TEXT NOT NULL REFERENCES companies (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    rights TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    PRIMARY KEY (person_id, company_id, agency_id)
);

-- `n` counts the changes of the scope; it is raised inside the transaction that changes it.
CREATE TABLE scopes (
    id TEXT PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    n BIGINT NOT NULL,
    UNIQUE (company_id, agency_id, kind)
);

-- Who sees what. Every statement about a person's documents joins it.
CREATE VIEW sees AS
SELECT m.person_id, s.id AS scope_id, s.company_id, s.agency_id, s.kind, s.n
FROM memberships m
JOIN scopes s ON s.company_id = m.company_id AND s.agency_id = m.agency_id
WHERE m.confirmed_at IS NOT NULL AND m.rights LIKE '%' || s.opened_by || '%';

-- `n` is the number of the scope's change that made the document so.
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    scope_id TEXT NOT NULL REFERENCES scopes (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    reference TEXT NOT NULL,
    n BIGINT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    number TEXT NOT NULL,
    facts TEXT NOT NULL,
    original_sha256 TEXT NOT NULL,
    original_size BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    UNIQUE (agency_id, reference),
    UNIQUE (scope_id, n)
);

CREATE INDEX documents_by_content ON documents (original_sha256);

-- One a document, for good.
CREATE TABLE signatures (
    document_id TEXT PRIMARY KEY REFERENCES documents (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    signed_by TEXT NOT NULL,
    request_id TEXT NOT NULL,
    consent_version TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    shown_sha256 TEXT NOT NULL,
    sealed_sha256 TEXT NOT NULL,
    sealed_size BIGINT NOT NULL
);

CREATE INDEX signatures_by_content ON signatures (sealed_sha256);

-- What a signing request asked for, so that the same one again is known, and what it was answered.
CREATE TABLE signing_requests (
    person_id TEXT NOT NULL REFERENCES people (id),
    request_id TEXT NOT NULL,
    asked_sha256 TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, request_id)
);

CREATE TABLE signing_outcomes (
    person_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (person_id, request_id, document_id),
    FOREIGN KEY (person_id, request_id) REFERENCES signing_requests (person_id, request_id)
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE access_tokens (
    hash TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    expires_at BIGINT NOT NULL
);

CREATE INDEX access_tokens_by_session ON access_tokens (session_id);

-- `follows` is the token it was exchanged for.
CREATE TABLE refresh_tokens (
    hash TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    follows TEXT,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_by_follows ON refresh_tokens (follows);

-- Password attempts: `spent_until` is the moment at which all attempts of the bucket are forgiven.
CREATE TABLE attempts (
    bucket TEXT PRIMARY KEY,
    spent_until BIGINT NOT NULL
);

-- Evidence. `leaf` is the RFC 6962 leaf hash of `body`; `hash` chains the leaves.
CREATE TABLE journal (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    leaf TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE INDEX journal_by_subject ON journal (subject, seq);

-- One row: where the chain ends. Its lock orders the entries.
CREATE TABLE journal_head (
    id BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);

INSERT INTO journal_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
