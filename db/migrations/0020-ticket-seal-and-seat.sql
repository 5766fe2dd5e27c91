-- What seals an event's tickets; the seat of a guest, and the code of a ticket made by another system.
ALTER TABLE event ADD COLUMN ticket_key TEXT;
ALTER TABLE guest ADD COLUMN foreign_code TEXT;
ALTER TABLE guest ADD COLUMN seat TEXT;
CREATE INDEX guest_foreign ON guest (event_id, length(foreign_code)) WHERE foreign_code IS NOT NULL;
