-- What the contact gate answered when somebody acted on it, and over-contacts: contacts that the merged history forbids.
CREATE TABLE contact_verdict (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  purpose TEXT NOT NULL,
  reason TEXT NOT NULL,
  code TEXT NOT NULL,
  rule_id TEXT NOT NULL,
  policy_version INTEGER NOT NULL,
  until INTEGER,
  agreed_at INTEGER,
  number_tail TEXT,
  contact_id TEXT,
  judged_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER contact_verdict_guard_insert BEFORE INSERT ON contact_verdict WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER contact_verdict_guard_update BEFORE UPDATE ON contact_verdict WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER contact_verdict_guard_delete BEFORE DELETE ON contact_verdict WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX contact_verdict_client ON contact_verdict (client_id, judged_at);
CREATE INDEX contact_verdict_judged ON contact_verdict (judged_at);
CREATE INDEX contact_verdict_digest ON contact_verdict (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;

-- Derived from the facts of a client, for the last weeks; never synced, made anew with the client's summary.
CREATE TABLE over_contact (
  contact_id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  purpose TEXT NOT NULL,
  at INTEGER NOT NULL,
  code TEXT NOT NULL,
  rule_id TEXT NOT NULL,
  policy_version INTEGER NOT NULL,
  was_allowed INTEGER
) STRICT;
CREATE INDEX over_contact_client ON over_contact (client_id);
CREATE INDEX over_contact_at ON over_contact (at);
