-- Sync that can be bet on: changes an older centre cannot judge yet, re-offering after a restore, decided conflicts.

-- The wire schema an intent was written in: what was sent once is sent again letter by letter, whatever program sends it.
ALTER TABLE outbox ADD COLUMN schema INTEGER NOT NULL DEFAULT 1;
-- The centre's schema when it could not judge this intent yet; NULL: not held.
ALTER TABLE outbox ADD COLUMN held_schema INTEGER;
CREATE INDEX outbox_held ON outbox (held_schema) WHERE held_schema IS NOT NULL;

-- Where an answered intent stood in the outbox, so that a restored centre is offered it again in its old place.
-- NULL for answers taken before this step: they go in the order in which they were answered.
ALTER TABLE journal ADD COLUMN position INTEGER;
ALTER TABLE journal ADD COLUMN lane INTEGER NOT NULL DEFAULT 1;
ALTER TABLE journal ADD COLUMN created_at INTEGER;
CREATE INDEX journal_row ON journal (entity, row_id);

-- What became of a conflict, as a fact: decided on one device, decided on all.
CREATE TABLE conflict_decision (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  conflict_id TEXT NOT NULL,
  about_scope TEXT NOT NULL,
  take TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  decided_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER conflict_decision_guard_insert BEFORE INSERT ON conflict_decision WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER conflict_decision_guard_update BEFORE UPDATE ON conflict_decision WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER conflict_decision_guard_delete BEFORE DELETE ON conflict_decision WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX conflict_decision_conflict ON conflict_decision (conflict_id);
-- Purging finds both kinds by whom they are about.
CREATE INDEX conflict_about ON conflict (about_scope);
CREATE INDEX conflict_decision_about ON conflict_decision (about_scope);
