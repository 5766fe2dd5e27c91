-- What the line did during a contact: how it was dialled, when it was answered, when and how it ended.
CREATE TABLE phone_call (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  way TEXT NOT NULL,
  dialled_at INTEGER NOT NULL,
  answered_at INTEGER,
  ended_at INTEGER,
  ending TEXT
) STRICT;
CREATE TRIGGER phone_call_guard_insert BEFORE INSERT ON phone_call WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER phone_call_guard_update BEFORE UPDATE ON phone_call WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER phone_call_guard_delete BEFORE DELETE ON phone_call WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX phone_call_contact ON phone_call (contact_id);
CREATE INDEX phone_call_digest ON phone_call (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
