-- The signing that is under way, or that ended with something left to do. outcome: what the server said, as JSON. Sent
-- and no outcome: unknown. Neither: it waits.
CREATE TABLE signing (
  place INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  sent INTEGER NOT NULL,
  outcome TEXT
) STRICT;

-- What waits, by agency, with what the home page says of it.
CREATE INDEX documents_waiting ON documents (kind, scope, deadline, due_on, gross) WHERE state = 0;
