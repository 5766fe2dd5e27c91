-- Why somebody contacted a client although a rule that yields to a reason stood against it; who answered a message.
CREATE TABLE contact_override (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER contact_override_guard_insert BEFORE INSERT ON contact_override WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER contact_override_guard_update BEFORE UPDATE ON contact_override WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER contact_override_guard_delete BEFORE DELETE ON contact_override WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX contact_override_client ON contact_override (client_id, contact_id);
CREATE INDEX contact_override_recorded ON contact_override (recorded_at, id);
CREATE INDEX contact_override_digest ON contact_override (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE TABLE message_reply (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  is_reply INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER message_reply_guard_insert BEFORE INSERT ON message_reply WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER message_reply_guard_update BEFORE UPDATE ON message_reply WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER message_reply_guard_delete BEFORE DELETE ON message_reply WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX message_reply_contact ON message_reply (contact_id, recorded_at);
CREATE INDEX message_reply_client ON message_reply (client_id, recorded_at);
CREATE INDEX message_reply_digest ON message_reply (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
