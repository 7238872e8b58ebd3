/** Raised whenever a table changes; a catalog of another version is thrown away and rebuilt (it is a cache). */
export const catalogVersion = 4;

export const catalogSchema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Every object version of ours that is known. id is the ordinal by which directories name their packs; it is never
-- used again (AUTOINCREMENT), or a directory would count on a pack that it was never in.
CREATE TABLE object (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,              -- relative to the prefix
  version_id TEXT NOT NULL,
  kind TEXT NOT NULL,              -- data, tree, pack, index, list, snapshot, key, repository
  size INTEGER NOT NULL,
  uploaded_at INTEGER NOT NULL,    -- provider time, ms
  confirmed_until INTEGER NOT NULL,-- lock date read back from the provider, ms; 0: not read yet
  indexed INTEGER NOT NULL,        -- packs: an index object holds their contents
  UNIQUE (name, version_id)
) STRICT;

-- Where chunks lie. id is the chunk id, a tree chunk's with one byte more: see chunks.ts.
CREATE TABLE chunk (
  id BLOB PRIMARY KEY,
  pack INTEGER NOT NULL,
  segment_offset INTEGER NOT NULL,
  sealed_length INTEGER NOT NULL,
  plain_length INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Further places of chunks that are in chunk: two writers, or a lapsed pack whose files were stored again.
CREATE TABLE spare (
  id BLOB NOT NULL,
  pack INTEGER NOT NULL,
  segment_offset INTEGER NOT NULL,
  sealed_length INTEGER NOT NULL,
  plain_length INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (id, pack)
) STRICT, WITHOUT ROWID;

-- Contents of packs that no index object holds yet.
CREATE TABLE unindexed (pack INTEGER PRIMARY KEY, contents BLOB NOT NULL) STRICT;

-- What a directory looked like when it was last stored.
CREATE TABLE directory (
  path TEXT PRIMARY KEY,           -- absolute, BytePath
  listing BLOB NOT NULL,           -- see source/listing.ts
  entries BLOB NOT NULL,           -- its tree entries: JSON, zstd
  node BLOB NOT NULL,              -- chunk id of its node
  packs BLOB NOT NULL              -- ordinals of the packs that its node and its files' contents are in
) STRICT, WITHOUT ROWID;

-- Names that a pass of retirement found to be needed no more and under no running lock, relative to the prefix.
CREATE TABLE candidate (
  name TEXT PRIMARY KEY,
  since INTEGER NOT NULL           -- provider time of the first pass that found it so, ms
) STRICT, WITHOUT ROWID;

-- Names under snapshots/ that are not ours, by a hash of their oldest versions.
CREATE TABLE foreign_name (versions BLOB PRIMARY KEY, readings INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Snapshot objects as stored (sealed), so that a listing costs no downloads.
CREATE TABLE snapshot (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
`;
