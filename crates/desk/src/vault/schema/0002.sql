-- Questions that the person gave a name, as JSON, in their order.
CREATE TABLE saved_views (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  place INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
