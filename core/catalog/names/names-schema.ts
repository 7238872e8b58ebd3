/** Raised whenever a table or fold-text.ts changes; a file of another version is thrown away and built anew. */
export const namesVersion = 2;

export const namesSchema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Snapshots in the order in which they were read.
CREATE TABLE snapshot (
  ordinal INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,             -- provider time of its upload, ms
  read INTEGER NOT NULL,           -- 1: wholly
  there INTEGER NOT NULL           -- 0: it was let go since
) STRICT;

-- One row a path that was ever a directory. Row 0 holds the roots, named by their whole paths.
CREATE TABLE directory (
  id INTEGER PRIMARY KEY,
  parent INTEGER NOT NULL,
  slot INTEGER NOT NULL,           -- in the parent's record
  path TEXT NOT NULL,              -- JSON: it may hold what is no Unicode
  node TEXT NOT NULL,              -- what its record shows, with all below it; '': not wholly
  record TEXT NOT NULL,            -- see directory-record.ts
  UNIQUE (parent, slot)
) STRICT;

-- What a search reads from end to end: folded names, each ended by NUL, of segments of directories, with the directories' folded
-- paths ended the same way. segments: 32-bit numbers, for each its directory, first slot and where its names begin.
CREATE TABLE block (
  id INTEGER PRIMARY KEY,
  names BLOB NOT NULL,
  paths BLOB NOT NULL,
  segments BLOB NOT NULL
) STRICT;
`;
