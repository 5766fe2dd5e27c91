-- A year's plan of salons, which salon counts for which plan, and what guests asked and said.
CREATE TABLE event_series (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  name TEXT NOT NULL,
  year INTEGER NOT NULL,
  targets TEXT NOT NULL
) STRICT;
CREATE TRIGGER event_series_guard_insert BEFORE INSERT ON event_series WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER event_series_guard_update BEFORE UPDATE ON event_series WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER event_series_guard_delete BEFORE DELETE ON event_series WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX event_series_digest ON event_series (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE TABLE series_event (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  event_id TEXT NOT NULL,
  series_id TEXT
) STRICT;
CREATE TRIGGER series_event_guard_insert BEFORE INSERT ON series_event WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER series_event_guard_update BEFORE UPDATE ON series_event WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER series_event_guard_delete BEFORE DELETE ON series_event WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX series_event_series ON series_event (series_id);
CREATE INDEX series_event_digest ON series_event (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE TABLE guest_note (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  event_id TEXT NOT NULL,
  guest_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  rating INTEGER,
  owner_manager_id TEXT,
  due_at INTEGER,
  recorded_by TEXT NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER guest_note_guard_insert BEFORE INSERT ON guest_note WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER guest_note_guard_update BEFORE UPDATE ON guest_note WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER guest_note_guard_delete BEFORE DELETE ON guest_note WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX guest_note_event ON guest_note (event_id, guest_id);
CREATE INDEX guest_note_digest ON guest_note (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
