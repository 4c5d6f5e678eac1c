-- Documents that came many at once and whose words are still to be indexed.
CREATE TABLE unindexed (key INTEGER PRIMARY KEY) STRICT;
