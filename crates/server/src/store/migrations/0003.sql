-- What companies answered to invoices. The newest answer of a document is the one that `documents.answer_n` names;
-- a new version has none. `status` is the life cycle's number (XP Z12-012), `reasons` its codes, parted by spaces.
CREATE TABLE invoice_answers (
    document_id TEXT NOT NULL REFERENCES documents (id),
    n BIGINT NOT NULL,
    version BIGINT NOT NULL,
    status BIGINT NOT NULL,
    reasons TEXT NOT NULL,
    comment TEXT,
    person_id TEXT NOT NULL REFERENCES people (id),
    answered_by TEXT NOT NULL,
    request_id TEXT NOT NULL,
    consent_version TEXT NOT NULL,
    shown_sha256 TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (document_id, n)
);

ALTER TABLE documents ADD COLUMN answer_n BIGINT;

-- Who of the company took this version first.
ALTER TABLE documents ADD COLUMN downloaded_at BIGINT;
ALTER TABLE documents ADD COLUMN downloaded_by TEXT;

-- Where an agency is told. The secret is needed to sign each message, so it is kept as it is.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX webhooks_by_agency ON webhooks (agency_id);

-- What is to be told: written in the transaction that it tells of. `next_at` is when it is tried; neither delivered nor
-- dead, it is due then. Who takes it moves `next_at` on, so that nobody else does.
CREATE TABLE webhook_messages (
    id TEXT NOT NULL,
    webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT,
    done_at BIGINT,
    dead_at BIGINT,
    error TEXT,
    PRIMARY KEY (id, webhook_id)
);

CREATE INDEX webhook_messages_by_due ON webhook_messages (next_at);
CREATE INDEX webhook_messages_by_webhook ON webhook_messages (webhook_id);
