-- A digest adds up every confirmed row's hash by bucket: these hold exactly that, so no row need be read for it.
-- Partial, so that a row made here costs nothing before the centre confirms it; a changed one keeps its hash meanwhile.
CREATE INDEX manager_digest ON manager (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX product_digest ON product (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX consent_digest ON consent (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX task_digest ON task (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX client_digest ON client (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX event_digest ON event (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX guest_digest ON guest (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX check_in_digest ON check_in (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX risk_test_digest ON risk_test (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX holding_digest ON holding (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX tag_digest ON tag (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX contact_digest ON contact (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX contact_undo_digest ON contact_undo (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX note_digest ON note (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX activity_digest ON activity (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX reveal_digest ON reveal (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX conflict_digest ON conflict (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX conflict_decision_digest ON conflict_decision (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX verdict_digest ON verdict (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
CREATE INDEX suitability_step_digest ON suitability_step (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
