-- What this device and the desks of a venue told each other, in the order in which it was learned here. The rows
-- themselves lie in check_in and guest; `handed_to` is the hub that last said it has the entry on its disk.
CREATE TABLE venue_entry (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id TEXT NOT NULL,
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL UNIQUE,
  device_id TEXT NOT NULL,
  desk_name TEXT NOT NULL,
  handed_to TEXT
) STRICT;
CREATE INDEX venue_entry_event ON venue_entry (event_id, position);
-- How far this device has heard of which hub, as a desk.
CREATE TABLE venue_stand (
  event_id TEXT PRIMARY KEY,
  hub_id TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;
