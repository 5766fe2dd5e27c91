-- Pushes are counted and known by their content, so that a copied profile betrays itself. A copy gets an identity of
-- its own; the family is the first device of all copies, and exactly-once holds for the family.
ALTER TABLE device
  ADD COLUMN push_no bigint NOT NULL DEFAULT 0,
  ADD COLUMN push_hash bytea,
  ADD COLUMN forked_from text COLLATE "C",
  ADD COLUMN family_id text COLLATE "C";
UPDATE device SET family_id = device_id;
ALTER TABLE device ALTER COLUMN family_id SET NOT NULL;
CREATE INDEX device_by_family ON device (tenant_id, family_id);
ALTER TABLE applied RENAME COLUMN device_id TO family_id;

-- Who must hear of new numbers, and which notices are old, is asked by number across managers.
CREATE INDEX access_log_by_seq ON access_log (tenant_id, seq);

-- Up to here the notices of lost and gained scopes may be gone.
ALTER TABLE partition ADD COLUMN horizon bigint NOT NULL DEFAULT 0;

-- Every history this tenant has had, in order: a restore begins a new one and shares the numbers up to shared_seq.
CREATE TABLE epoch (
  tenant_id text COLLATE "C" NOT NULL REFERENCES tenant,
  place integer NOT NULL,
  epoch text COLLATE "C" NOT NULL,
  shared_seq bigint NOT NULL,
  started_at bigint NOT NULL,
  PRIMARY KEY (tenant_id, place),
  UNIQUE (tenant_id, epoch)
);
INSERT INTO epoch (tenant_id, place, epoch, shared_seq, started_at)
SELECT tenant_id, 1, epoch, 0, created_at FROM partition JOIN tenant USING (tenant_id);

-- What revoked devices still had to say. payload is the mutation as it came: text, since it is not judged yet.
CREATE TABLE quarantine (
  tenant_id text COLLATE "C" NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  mid text COLLATE "C" NOT NULL,
  place bigint NOT NULL,
  payload text NOT NULL,
  received_at bigint NOT NULL,
  released_at bigint,
  PRIMARY KEY (tenant_id, device_id, mid)
);
