-- Rule data the centre published, signed and dated: kept for ever, in force from its instant.
CREATE TABLE rule_version (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  effective_from INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  content TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;
CREATE TRIGGER rule_version_guard_insert BEFORE INSERT ON rule_version WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER rule_version_guard_update BEFORE UPDATE ON rule_version WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER rule_version_guard_delete BEFORE DELETE ON rule_version WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX rule_version_digest ON rule_version (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
