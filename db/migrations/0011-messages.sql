-- Messages as they were sent, what a client told us that may be said back, and who is a contact of which WeChat account.
CREATE TABLE message (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  text_id TEXT NOT NULL,
  text_version INTEGER NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  is_edited INTEGER NOT NULL,
  sent_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER message_guard_insert BEFORE INSERT ON message WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER message_guard_update BEFORE UPDATE ON message WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER message_guard_delete BEFORE DELETE ON message WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX message_contact ON message (contact_id);
CREATE INDEX message_pace ON message (manager_id, channel, sent_at);
CREATE INDEX message_digest ON message (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE TABLE personal_fact (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER personal_fact_guard_insert BEFORE INSERT ON personal_fact WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER personal_fact_guard_update BEFORE UPDATE ON personal_fact WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER personal_fact_guard_delete BEFORE DELETE ON personal_fact WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX personal_fact_client ON personal_fact (client_id, recorded_at);
CREATE INDEX personal_fact_digest ON personal_fact (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE TABLE wechat_friend (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  account TEXT NOT NULL,
  is_friend INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER wechat_friend_guard_insert BEFORE INSERT ON wechat_friend WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER wechat_friend_guard_update BEFORE UPDATE ON wechat_friend WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER wechat_friend_guard_delete BEFORE DELETE ON wechat_friend WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX wechat_friend_client ON wechat_friend (client_id, recorded_at);
CREATE INDEX wechat_friend_account ON wechat_friend (manager_id, account, client_id, recorded_at);
CREATE INDEX wechat_friend_digest ON wechat_friend (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
