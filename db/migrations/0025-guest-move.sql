-- Who changed a guest's state from what to what, and when: one fact for each change.
CREATE TABLE guest_move (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  event_id TEXT NOT NULL,
  guest_id TEXT NOT NULL,
  from_state TEXT,
  to_state TEXT,
  manager_id TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER guest_move_guard_insert BEFORE INSERT ON guest_move WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER guest_move_guard_update BEFORE UPDATE ON guest_move WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER guest_move_guard_delete BEFORE DELETE ON guest_move WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX guest_move_guest ON guest_move (event_id, guest_id);
CREATE INDEX guest_move_digest ON guest_move (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
