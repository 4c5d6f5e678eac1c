-- News from the server, kept for offline. read: the person has seen it.
CREATE TABLE news (
  uid TEXT PRIMARY KEY,
  published_at INTEGER NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  read INTEGER NOT NULL
) STRICT;
-- Messages to the support that the server has not taken yet, as JSON.
CREATE TABLE support (uid TEXT PRIMARY KEY, message TEXT NOT NULL) STRICT;
-- Whose documents went with the right to see them, until the person has read it.
CREATE TABLE lost (
  kind INTEGER NOT NULL,
  company TEXT NOT NULL,
  agency TEXT NOT NULL,
  PRIMARY KEY (kind, company, agency)
) STRICT;
