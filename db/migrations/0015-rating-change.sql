-- The rating a product is judged by became another one: holders are matched anew and told (NFRA 22).
CREATE TABLE rating_change (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash_hi INTEGER,
  hash_lo INTEGER,
  product_id TEXT NOT NULL,
  rating_before TEXT,
  rating_after TEXT,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER rating_change_guard_insert BEFORE INSERT ON rating_change WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER rating_change_guard_update BEFORE UPDATE ON rating_change WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE TRIGGER rating_change_guard_delete BEFORE DELETE ON rating_change WHEN change_gate_open() = 0
BEGIN SELECT RAISE(ABORT, 'written outside db/changes'); END;
CREATE INDEX rating_change_product ON rating_change (product_id, changed_at);
CREATE INDEX rating_change_digest ON rating_change (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
-- Who holds a product, asked for when its rating changes.
CREATE INDEX holding_product ON holding (product_id, client_id);
