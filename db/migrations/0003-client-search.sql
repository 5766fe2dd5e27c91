-- Finding and listing clients: everything here is derived from the synced tables by db/changes and can be rebuilt.

-- Anew with a number per client (the search index refers to it), the columns that lists filter by, and the text
-- the index was last built from.
DROP TABLE client_summary;
CREATE TABLE client_summary (
  rid INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL UNIQUE,
  name_sort TEXT NOT NULL,
  tier TEXT NOT NULL,
  city TEXT,
  owner_manager_id TEXT NOT NULL,
  has_phone INTEGER NOT NULL,
  aum_fen INTEGER NOT NULL,
  stage TEXT NOT NULL,
  golden_days_left INTEGER,
  level TEXT,
  level_through TEXT,
  churn_score INTEGER NOT NULL,
  churn_reasons TEXT NOT NULL,
  last_contact_at INTEGER,
  last_reached_at INTEGER,
  last_login_at INTEGER,
  last_trade_at INTEGER,
  next_task_at INTEGER,
  next_maturity_on TEXT,
  is_blocked INTEGER NOT NULL,
  completeness INTEGER NOT NULL,
  next_question TEXT,
  computed_on TEXT NOT NULL,
  indexed_as TEXT NOT NULL
) STRICT;
CREATE INDEX client_summary_aum ON client_summary (aum_fen DESC, rid);
CREATE INDEX client_summary_computed ON client_summary (computed_on);
CREATE INDEX tag_name ON tag (name, client_id);

-- Terms of names and phones (db/search/client-terms.ts makes them); holds no text, only terms and numbers.
CREATE VIRTUAL TABLE client_search USING fts5 (
  terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
CREATE TRIGGER client_summary_gone AFTER DELETE ON client_summary
BEGIN DELETE FROM client_search WHERE rowid = old.rid; END;

-- Clients whose summary must be made anew because a row about them went or moved away: a row that is gone can no
-- longer say whose it was. Emptied by db/changes/derive.ts in the same transaction.
CREATE TABLE summary_due (client_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TRIGGER consent_gone AFTER DELETE ON consent
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;
CREATE TRIGGER task_gone AFTER DELETE ON task
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;
CREATE TRIGGER risk_test_gone AFTER DELETE ON risk_test
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;
CREATE TRIGGER holding_gone AFTER DELETE ON holding
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;
CREATE TRIGGER contact_gone AFTER DELETE ON contact
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;
CREATE TRIGGER contact_undo_gone AFTER DELETE ON contact_undo
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;
CREATE TRIGGER activity_gone AFTER DELETE ON activity
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;
CREATE TRIGGER guest_gone AFTER DELETE ON guest WHEN old.client_id IS NOT NULL
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;
CREATE TRIGGER guest_moved AFTER UPDATE OF client_id ON guest
WHEN old.client_id IS NOT NULL AND old.client_id IS NOT new.client_id
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;

-- Clients that were there before this step.
INSERT INTO summary_due SELECT id FROM client;
