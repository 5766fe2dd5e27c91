-- What the list of gaps asks of a client, kept in the summary: whether there is a holding, and which facts are missing
-- (1 birth date, 2 capacity). Read from the index alone, in its order.
ALTER TABLE client_summary ADD COLUMN is_holder INTEGER NOT NULL DEFAULT 0;
ALTER TABLE client_summary ADD COLUMN lacks INTEGER NOT NULL DEFAULT 0;
-- The day of the reported change that ended the level before its time.
ALTER TABLE client_summary ADD COLUMN level_ended_on TEXT;
UPDATE client_summary SET is_holder = 1 WHERE client_id IN (SELECT client_id FROM holding);
UPDATE client_summary SET lacks = coalesce(
  (SELECT (c.birth_day IS NULL) + 2 * (c.capacity IS NULL) FROM client c WHERE c.id = client_summary.client_id), 0);
-- Judged anew with the daily refresh, at the start of the program.
UPDATE client_summary SET computed_on = '' WHERE client_id IN
  (SELECT client_id FROM investor_fact WHERE what = 'CHANGE');
CREATE INDEX client_summary_gap ON client_summary (
  (CASE tier WHEN 'PRIVATE' THEN 0 WHEN 'VIP' THEN 1 ELSE 2 END), aum_fen DESC, client_id,
  tier, owner_manager_id, level_through, level_ended_on, is_holder, lacks
) WHERE tier IN ('VIP', 'PRIVATE') OR (is_holder = 1 AND lacks <> 0);
-- A fact that goes may end what it said about the level.
CREATE TRIGGER investor_fact_gone AFTER DELETE ON investor_fact
BEGIN INSERT OR IGNORE INTO summary_due VALUES (old.client_id); END;
