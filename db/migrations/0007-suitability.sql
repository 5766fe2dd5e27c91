-- Verdicts somebody acted upon, with their cases, and the steps of verdicts as they were done: facts about a client.
CREATE TABLE verdict (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  action TEXT NOT NULL,
  place TEXT NOT NULL,
  use TEXT NOT NULL,
  case_json TEXT NOT NULL,
  verdict_json TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  judged_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER verdict_guard_insert BEFORE INSERT ON verdict WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER verdict_guard_update BEFORE UPDATE ON verdict WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER verdict_guard_delete BEFORE DELETE ON verdict WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX verdict_client ON verdict (client_id, judged_at);

CREATE TABLE suitability_step (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  product_id TEXT,
  action TEXT NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL,
  said TEXT NOT NULL,
  signature_path TEXT,
  amount_fen INTEGER,
  test_id TEXT,
  rating TEXT,
  recorded_by TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  retain_until TEXT NOT NULL
) STRICT;
CREATE TRIGGER suitability_step_guard_insert BEFORE INSERT ON suitability_step WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER suitability_step_guard_update BEFORE UPDATE ON suitability_step WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER suitability_step_guard_delete BEFORE DELETE ON suitability_step WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX suitability_step_client ON suitability_step (client_id, recorded_at);
