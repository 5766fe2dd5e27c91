-- What a client proved or told as an investor: wealth, experience, requests, income, reported changes.
CREATE TABLE investor_fact (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  what TEXT NOT NULL,
  amount_fen INTEGER,
  months INTEGER,
  choice TEXT,
  document_kind TEXT,
  document_date TEXT,
  evidence TEXT NOT NULL,
  signature_path TEXT,
  recorded_by TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  retain_until TEXT NOT NULL
) STRICT;
CREATE TRIGGER investor_fact_guard_insert BEFORE INSERT ON investor_fact WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER investor_fact_guard_update BEFORE UPDATE ON investor_fact WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER investor_fact_guard_delete BEFORE DELETE ON investor_fact WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX investor_fact_client ON investor_fact (client_id, recorded_at);
CREATE INDEX investor_fact_digest ON investor_fact (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;

-- What a signed test or step says on paper, with the hash of the printed file.
CREATE TABLE signed_record (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  client_id TEXT NOT NULL,
  about TEXT NOT NULL,
  about_id TEXT NOT NULL,
  layout INTEGER NOT NULL,
  language TEXT NOT NULL,
  words_json TEXT NOT NULL,
  words_sha256 TEXT NOT NULL,
  file_sha256 TEXT,
  made_at INTEGER NOT NULL,
  retain_until TEXT NOT NULL
) STRICT;
CREATE TRIGGER signed_record_guard_insert BEFORE INSERT ON signed_record WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER signed_record_guard_update BEFORE UPDATE ON signed_record WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER signed_record_guard_delete BEFORE DELETE ON signed_record WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX signed_record_client ON signed_record (client_id, made_at);
CREATE INDEX signed_record_about ON signed_record (about_id);
CREATE INDEX signed_record_digest ON signed_record (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
