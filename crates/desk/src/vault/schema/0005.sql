-- What was saved to files and the server is still to be told of.
CREATE TABLE taken (uid TEXT NOT NULL, sha256 TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (uid, sha256)) WITHOUT ROWID;
