-- A level shown to a client, confirmed (the risk test of the same id) or left: how fast it was answered, and level shopping.
CREATE TABLE test_attempt (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  sheet_id TEXT NOT NULL,
  sheet_version INTEGER NOT NULL,
  answers TEXT NOT NULL,
  level TEXT NOT NULL,
  answer_ms TEXT NOT NULL,
  has_consented INTEGER NOT NULL,
  shown_at INTEGER NOT NULL,
  retain_until TEXT NOT NULL
) STRICT;
CREATE TRIGGER test_attempt_guard_insert BEFORE INSERT ON test_attempt WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER test_attempt_guard_update BEFORE UPDATE ON test_attempt WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER test_attempt_guard_delete BEFORE DELETE ON test_attempt WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX test_attempt_client ON test_attempt (client_id, shown_at);
