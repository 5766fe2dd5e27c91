-- The key with which each device signs what it takes out; what an insurance covers; how a sensitive fact was agreed to.
CREATE TABLE device_key (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  device_id TEXT NOT NULL,
  device_name TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  public_key TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER device_key_guard_insert BEFORE INSERT ON device_key WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER device_key_guard_update BEFORE UPDATE ON device_key WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER device_key_guard_delete BEFORE DELETE ON device_key WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX device_key_digest ON device_key (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
ALTER TABLE product ADD COLUMN cover TEXT NOT NULL DEFAULT 'PERSONAL';
ALTER TABLE personal_fact ADD COLUMN agreed TEXT;
