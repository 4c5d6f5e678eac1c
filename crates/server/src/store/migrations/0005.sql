-- Shown where rights are given and relations confirmed. On one line.
ALTER TABLE companies ADD COLUMN address TEXT;
ALTER TABLE agencies ADD COLUMN address TEXT;

-- `imposed`: the rights that the agency's deliveries give. A relation is confirmed, or declined, or it waits.
ALTER TABLE memberships ADD COLUMN imposed TEXT NOT NULL DEFAULT '';
ALTER TABLE memberships ADD COLUMN declined_at BIGINT;
ALTER TABLE memberships ADD COLUMN decline_reason TEXT;

CREATE INDEX memberships_by_place ON memberships (company_id, agency_id);

-- A company and an agency. Its row is locked by who changes the rights in it, so that nobody decides on what somebody
-- else is changing.
CREATE TABLE places (
    company_id TEXT NOT NULL REFERENCES companies (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    changes BIGINT NOT NULL,
    PRIMARY KEY (company_id, agency_id)
);

-- Who gives and takes rights where.
CREATE VIEW administers AS
SELECT person_id, company_id, agency_id FROM memberships WHERE confirmed_at IS NOT NULL AND rights LIKE '%A%';

-- Which entries of the journal are about which place: what its administrators may read.
CREATE TABLE journal_places (
    company_id TEXT NOT NULL,
    agency_id TEXT NOT NULL,
    seq BIGINT NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (company_id, seq, agency_id)
);

-- A right to sign, given to a colleague. Days are those of metropolitan France, and so are the moments: from midnight to
-- the midnight after the last day.
CREATE TABLE mandates (
    id TEXT PRIMARY KEY,
    giver_id TEXT NOT NULL REFERENCES people (id),
    holder_id TEXT NOT NULL REFERENCES people (id),
    company_id TEXT NOT NULL REFERENCES companies (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE INDEX mandates_by_giver ON mandates (giver_id);
CREATE INDEX mandates_by_holder ON mandates (holder_id);

ALTER TABLE signatures ADD COLUMN mandate_id TEXT;

-- Who may see what, and from when until when: by rights of their own, for ever; by a mandate for its days, as long as its
-- giver may sign and its holder belongs to the company.
CREATE VIEW opens AS
SELECT person_id, company_id, agency_id, rights, 0 AS opens_at, 9223372036854775807 AS closes_at, '' AS mandate_id
FROM memberships WHERE confirmed_at IS NOT NULL
UNION ALL
SELECT d.holder_id AS person_id, d.company_id, d.agency_id, 'S' AS rights, d.opens_at, d.closes_at, d.id AS mandate_id
FROM mandates d
JOIN memberships g ON g.person_id = d.giver_id AND g.company_id = d.company_id AND g.agency_id = d.agency_id
WHERE d.revoked_at IS NULL AND g.confirmed_at IS NOT NULL AND g.rights LIKE '%S%'
AND EXISTS (SELECT 1 FROM memberships h
            WHERE h.person_id = d.holder_id AND h.company_id = d.company_id AND h.confirmed_at IS NOT NULL);

-- Who sees what, and when. Every statement about a person's documents asks it, with the moment.
DROP VIEW sees;
CREATE VIEW sees AS
SELECT o.person_id, s.id AS scope_id, s.company_id, s.agency_id, s.kind, s.n, o.opens_at, o.closes_at, o.mandate_id
FROM opens o
JOIN scopes s ON s.company_id = o.company_id AND s.agency_id = o.agency_id
WHERE o.rights LIKE '%' || s.opened_by || '%';

-- What the operator tells everybody. English may be missing.
CREATE TABLE news (
    id TEXT PRIMARY KEY,
    published_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    english_title TEXT,
    english_text TEXT
);

-- What people ask. `context` is JSON: what the person agreed to send along.
CREATE TABLE support_requests (
    id TEXT PRIMARY KEY,
    person_id TEXT REFERENCES people (id),
    email TEXT NOT NULL,
    message TEXT NOT NULL,
    context TEXT,
    received_at BIGINT NOT NULL
);
