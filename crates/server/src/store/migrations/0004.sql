-- Someone who was invited and has not joined has no password.
ALTER TABLE people ADD COLUMN password TEXT;
UPDATE people SET password = password_hash;
ALTER TABLE people DROP COLUMN password_hash;
ALTER TABLE people RENAME COLUMN password TO password_hash;

-- `terms_at`: when the terms of that version were accepted. `mail_token` stands in the links of mails that may be done
-- without, and does nothing but turn them off. `totp_secret` is in Base32; `totp_step` the last step a code was taken of.
ALTER TABLE people ADD COLUMN phone TEXT;
ALTER TABLE people ADD COLUMN language TEXT NOT NULL DEFAULT 'fr';
ALTER TABLE people ADD COLUMN terms_version TEXT;
ALTER TABLE people ADD COLUMN terms_at BIGINT;
ALTER TABLE people ADD COLUMN wants_news BIGINT NOT NULL DEFAULT 1;
ALTER TABLE people ADD COLUMN wants_reminders BIGINT NOT NULL DEFAULT 1;
ALTER TABLE people ADD COLUMN mail_token TEXT;
ALTER TABLE people ADD COLUMN totp_secret TEXT;
ALTER TABLE people ADD COLUMN totp_step BIGINT;
ALTER TABLE people ADD COLUMN totp_pending TEXT;

CREATE UNIQUE INDEX people_by_mail_token ON people (mail_token);

-- Each opens the account once in the place of a code.
CREATE TABLE recovery_codes (
    person_id TEXT NOT NULL REFERENCES people (id),
    hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person_id, hash)
);

-- Links in mails, by the hash of their token. `email` is where it was sent. A newer link of the same kind ends the time
-- of the older ones.
CREATE TABLE links (
    hash TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE INDEX links_by_person ON links (person_id);
CREATE INDEX links_by_end ON links (expires_at);

-- The one change of address that a person waits for.
CREATE TABLE address_changes (
    person_id TEXT PRIMARY KEY REFERENCES people (id),
    new_email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    old_confirmed_at BIGINT,
    new_confirmed_at BIGINT
);

-- Computers on which a person has signed in, by the hash of the token that they keep.
CREATE TABLE devices (
    hash TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);

CREATE INDEX devices_by_person ON devices (person_id);
CREATE INDEX devices_by_use ON devices (used_at);

-- `address` is where it was used last, `device_hash` the computer it is on.
ALTER TABLE sessions ADD COLUMN address TEXT;
ALTER TABLE sessions ADD COLUMN device_hash TEXT;

-- Where an agency is written to.
ALTER TABLE agencies ADD COLUMN email TEXT;

-- Mails, like webhook_messages: written in the transaction that they tell of. `body` is the letter as JSON, which holds a
-- link's token: it is emptied once the mail was sent.
CREATE TABLE mail_messages (
    id TEXT NOT NULL,
    address TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT,
    done_at BIGINT,
    dead_at BIGINT,
    error TEXT,
    PRIMARY KEY (id, address)
);

CREATE INDEX mail_messages_by_due ON mail_messages (next_at);

-- What came into a scope since people were last written to: documents from `from_n` and `from_at` on, told at `due_at`.
CREATE TABLE scope_news (
    scope_id TEXT PRIMARY KEY REFERENCES scopes (id),
    from_n BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    due_at BIGINT,
    told_at BIGINT
);

CREATE INDEX scope_news_by_due ON scope_news (due_at);

-- A contract's legal deadline, and when people are reminded of it next.
ALTER TABLE documents ADD COLUMN deadline_at BIGINT;
ALTER TABLE documents ADD COLUMN remind_at BIGINT;

CREATE INDEX documents_by_reminder ON documents (remind_at);
