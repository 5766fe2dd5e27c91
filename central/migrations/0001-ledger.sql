-- The directory of tenants: the only thing not owned by a tenant.
CREATE TABLE tenant (
  tenant_id text COLLATE "C" PRIMARY KEY,
  directory_code text COLLATE "C" NOT NULL UNIQUE,
  name text NOT NULL,
  created_at bigint NOT NULL
);

-- The counter row: every commit of a tenant takes its numbers here, so commit order is number order.
CREATE TABLE partition (
  tenant_id text COLLATE "C" PRIMARY KEY REFERENCES tenant,
  epoch text NOT NULL,
  seq bigint NOT NULL,
  secret bytea NOT NULL
);

CREATE TABLE manager (
  tenant_id text COLLATE "C" NOT NULL REFERENCES tenant,
  manager_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (tenant_id, manager_id)
);

CREATE TABLE device (
  tenant_id text COLLATE "C" NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  manager_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  platform text NOT NULL,
  app_version text NOT NULL,
  token_hash bytea NOT NULL,
  enrolled_at bigint NOT NULL,
  last_seen_at bigint,
  -- The last contact before the latest silence: no intent that arrives now can be older.
  contact_floor bigint NOT NULL,
  -- The cursor position the device last presented: all it can know of.
  acked_seq bigint NOT NULL DEFAULT 0,
  revoked_at bigint,
  PRIMARY KEY (tenant_id, device_id),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES manager
);

CREATE TABLE enrolment (
  tenant_id text COLLATE "C" NOT NULL,
  code_hash bytea NOT NULL,
  manager_id text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint,
  device_id text COLLATE "C",
  PRIMARY KEY (tenant_id, code_hash),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES manager
);

-- Every synced row as it stands. data IS NULL is a tombstone and stays for ever: ids are never reused.
CREATE TABLE record (
  tenant_id text COLLATE "C" NOT NULL,
  entity text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  scope text COLLATE "C" NOT NULL,
  rank smallint NOT NULL,
  seq bigint NOT NULL,
  hash_hi integer,
  hash_lo integer,
  data jsonb,
  -- {field: [seq, hlc, deviceId, managerId]}; '*' stands for every field not named.
  field_meta jsonb NOT NULL,
  PRIMARY KEY (tenant_id, entity, id)
);
CREATE UNIQUE INDEX record_by_seq ON record (tenant_id, seq);
CREATE INDEX record_by_scope ON record (tenant_id, rank, scope, id);

-- Who may see a scope, from which seq and until which.
CREATE TABLE scope_grant (
  tenant_id text COLLATE "C" NOT NULL,
  scope text COLLATE "C" NOT NULL,
  manager_id text COLLATE "C" NOT NULL,
  from_seq bigint NOT NULL,
  to_seq bigint,
  ended_at bigint,
  PRIMARY KEY (tenant_id, scope, manager_id, from_seq)
);
CREATE UNIQUE INDEX scope_grant_open ON scope_grant (tenant_id, manager_id, scope) WHERE to_seq IS NULL;

-- What devices must be told about scopes that existed before they came or went.
CREATE TABLE access_log (
  tenant_id text COLLATE "C" NOT NULL,
  manager_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  scope text COLLATE "C" NOT NULL,
  kind text NOT NULL CHECK (kind IN ('gained', 'lost')),
  PRIMARY KEY (tenant_id, manager_id, seq)
);

-- What was answered to each mutation: a replay gets the same answer.
CREATE TABLE applied (
  tenant_id text COLLATE "C" NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  mid text COLLATE "C" NOT NULL,
  payload_hash bytea NOT NULL,
  result jsonb NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, device_id, mid)
);
