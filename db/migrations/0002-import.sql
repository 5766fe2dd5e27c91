-- Importing files of clients. Nothing here travels: the centre sees the clients, not the files.

-- One file brought in: what it was, what was stated about it (the proof), how far it came, what became of its rows.
CREATE TABLE import_run (
  -- Stands for the run where many small rows refer to it.
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- RECEIVING, READY, RUNNING, DONE, CANCELLED, FAILED
  state TEXT NOT NULL,
  problem TEXT,
  file_name TEXT NOT NULL,
  file_bytes INTEGER NOT NULL,
  received_bytes INTEGER NOT NULL,
  sha256 TEXT,
  -- How the file is read, and what was found in it: JSON as core/import/inspection.ts describes.
  inspection TEXT,
  -- Columns, origin, lawful basis and the statement in the manager's words: JSON, core/import/target.ts.
  plan TEXT,
  manager_id TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  rows_total INTEGER,
  rows_done INTEGER NOT NULL DEFAULT 0,
  imported INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  duplicate INTEGER NOT NULL DEFAULT 0,
  quarantined INTEGER NOT NULL DEFAULT 0,
  discarded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX import_run_begun ON import_run (begun_at);

-- The bytes of a file while it is needed, inside the encrypted store so that nothing lies in plain on disk.
CREATE TABLE import_chunk (
  import_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (import_id, position)
) STRICT;

-- A row that waits for the manager: QUARANTINED (bad data, no lawful source) or DUPLICATE (client known already).
-- Removed as soon as it is settled: data without a basis is not kept longer than it takes to decide.
CREATE TABLE import_row (
  id TEXT PRIMARY KEY,
  import_id TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  state TEXT NOT NULL,
  cells TEXT NOT NULL,
  issues TEXT NOT NULL,
  matched_client_id TEXT,
  -- PHONE, REF or SAME_ROW; and whether the match came from this file or was on file before.
  matched_by TEXT,
  matched_in_file INTEGER NOT NULL,
  identity BLOB NOT NULL
) STRICT;
CREATE INDEX import_row_waiting ON import_row (import_id, state, row_no);
CREATE INDEX import_row_identity ON import_row (identity);

-- What has been imported before, by hash: a row's whole content, a phone, a customer number. Importing it again
-- finds the client it became, whatever file it comes in and whatever was corrected since.
CREATE TABLE import_identity (
  hash BLOB PRIMARY KEY,
  client_id TEXT NOT NULL,
  -- The run's number; 0 where the client came by sync or by hand.
  run INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The mapping last used for a set of headers.
CREATE TABLE import_mapping (
  header_key TEXT PRIMARY KEY,
  columns TEXT NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
