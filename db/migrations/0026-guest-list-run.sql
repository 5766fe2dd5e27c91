-- Guest lists this workstation took, and what takes each back; no name or phone is in `rows`.
CREATE TABLE guest_list_run (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL,
  file_name TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  rows TEXT NOT NULL,
  undone_at INTEGER
) STRICT;
CREATE INDEX guest_list_run_event ON guest_list_run (event_id, taken_at);
