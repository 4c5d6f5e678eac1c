-- What the vault knows by name: the session's token, the last synchronisation, the oldest app that can open this.
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

-- What the person sees, with how far each has been read.
CREATE TABLE scopes (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  company_id TEXT NOT NULL,
  company TEXT NOT NULL,
  company_siret TEXT NOT NULL,
  agency_id TEXT NOT NULL,
  agency TEXT NOT NULL,
  cursor INTEGER NOT NULL
) STRICT;

-- One narrow row a document: what is filtered and sorted by. key = received_at (ms) << 20 | a few bits of its own, so that
-- newest first and every period are ranges of the key. kind 0 is a contract, 1 an invoice; state 0 pending, 1 archived.
-- Texts are folded; days are 20261124, weeks 202643, absent ends of missions come last.
CREATE TABLE documents (
  key INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  scope INTEGER NOT NULL REFERENCES scopes (id),
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  n INTEGER NOT NULL,
  version INTEGER NOT NULL,
  opened_version INTEGER NOT NULL,
  original BLOB NOT NULL,
  content BLOB NOT NULL,
  size INTEGER NOT NULL,
  available INTEGER NOT NULL,
  -- 0 to be read, 1 read, 2 cannot be read
  text_state INTEGER NOT NULL,
  agency TEXT NOT NULL,
  number TEXT NOT NULL,
  company TEXT NOT NULL,
  department TEXT NOT NULL,
  employee TEXT NOT NULL,
  qualification TEXT NOT NULL,
  justification TEXT NOT NULL,
  starts_on INTEGER NOT NULL,
  ends_on INTEGER NOT NULL,
  pay_rate INTEGER NOT NULL,
  bill_rate INTEGER NOT NULL,
  signed_at INTEGER NOT NULL,
  deadline INTEGER NOT NULL,
  issued_on INTEGER NOT NULL,
  due_on INTEGER NOT NULL,
  week INTEGER NOT NULL,
  net INTEGER NOT NULL,
  vat INTEGER NOT NULL,
  gross INTEGER NOT NULL
) STRICT;

CREATE INDEX documents_by_state ON documents (kind, state);
CREATE INDEX documents_by_scope ON documents (scope);
CREATE INDEX documents_by_content ON documents (content);
CREATE INDEX documents_missing ON documents (key) WHERE available = 0;
CREATE INDEX documents_unread ON documents (key) WHERE available = 1 AND text_state = 0;

-- One index for each order the list offers; the key is its last column.
CREATE INDEX contract_by_agency ON documents (state, agency) WHERE kind = 0;
CREATE INDEX contract_by_number ON documents (state, number) WHERE kind = 0;
CREATE INDEX contract_by_company ON documents (state, company) WHERE kind = 0;
CREATE INDEX contract_by_department ON documents (state, department) WHERE kind = 0;
CREATE INDEX contract_by_employee ON documents (state, employee) WHERE kind = 0;
CREATE INDEX contract_by_qualification ON documents (state, qualification) WHERE kind = 0;
CREATE INDEX contract_by_justification ON documents (state, justification) WHERE kind = 0;
CREATE INDEX contract_by_starts_on ON documents (state, starts_on) WHERE kind = 0;
CREATE INDEX contract_by_ends_on ON documents (state, ends_on) WHERE kind = 0;
CREATE INDEX contract_by_pay_rate ON documents (state, pay_rate) WHERE kind = 0;
CREATE INDEX contract_by_bill_rate ON documents (state, bill_rate) WHERE kind = 0;
CREATE INDEX contract_by_signed_at ON documents (state, signed_at) WHERE kind = 0;
CREATE INDEX contract_by_deadline ON documents (state, deadline) WHERE kind = 0;
CREATE INDEX invoice_by_agency ON documents (state, agency) WHERE kind = 1;
CREATE INDEX invoice_by_number ON documents (state, number) WHERE kind = 1;
CREATE INDEX invoice_by_company ON documents (state, company) WHERE kind = 1;
CREATE INDEX invoice_by_signed_at ON documents (state, signed_at) WHERE kind = 1;
CREATE INDEX invoice_by_issued_on ON documents (state, issued_on) WHERE kind = 1;
CREATE INDEX invoice_by_due_on ON documents (state, due_on) WHERE kind = 1;
CREATE INDEX invoice_by_week ON documents (state, week) WHERE kind = 1;
CREATE INDEX invoice_by_net ON documents (state, net) WHERE kind = 1;
CREATE INDEX invoice_by_vat ON documents (state, vat) WHERE kind = 1;
CREATE INDEX invoice_by_gross ON documents (state, gross) WHERE kind = 1;

-- What is only shown: the facts as JSON.
CREATE TABLE facts (key INTEGER PRIMARY KEY, facts TEXT NOT NULL, signed_by TEXT) STRICT;

-- The text of PDFs, compressed (zstd), for snippets and for indexing again.
CREATE TABLE texts (key INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;

-- Folded words of facts and text, without a copy of them. `_c`, `_cp`, `_ca`, `_i`, `_ip`, `_ia` stand for kind and state;
-- no word of a document has an underscore.
CREATE VIRTUAL TABLE words USING fts5 (
  folded, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'", prefix = '1 2 3'
);

-- How many documents of a kind and state came in on a day (UTC, days since 1970); day -1 is all days.
CREATE TABLE counts (
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  day INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  PRIMARY KEY (kind, state, day)
) STRICT, WITHOUT ROWID;

-- Which PDFs are here, and where in the segments.
CREATE TABLE contents (
  sha256 BLOB PRIMARY KEY,
  segment INTEGER NOT NULL,
  at INTEGER NOT NULL,
  length INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX contents_by_segment ON contents (segment, at, length);
