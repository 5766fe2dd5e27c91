-- What an event costs and how its effect is measured; on which side of the comparison each client stands.
CREATE TABLE event_plan (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  event_id TEXT NOT NULL,
  speakers TEXT NOT NULL,
  cost_fen INTEGER,
  holdout_percent INTEGER NOT NULL
) STRICT;
CREATE TRIGGER event_plan_guard_insert BEFORE INSERT ON event_plan WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER event_plan_guard_update BEFORE UPDATE ON event_plan WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER event_plan_guard_delete BEFORE DELETE ON event_plan WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX event_plan_digest ON event_plan (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE TABLE event_arm (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  event_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  is_invited INTEGER NOT NULL,
  percent INTEGER NOT NULL,
  baseline_fen INTEGER NOT NULL,
  drawn_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER event_arm_guard_insert BEFORE INSERT ON event_arm WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER event_arm_guard_update BEFORE UPDATE ON event_arm WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER event_arm_guard_delete BEFORE DELETE ON event_arm WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX event_arm_event ON event_arm (event_id, client_id);
CREATE INDEX event_arm_digest ON event_arm (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
