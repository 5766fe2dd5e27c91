-- The tables of migrations/*.sql in SQLite's words: jsonb and bytea become text and blob, int8 integer.
CREATE TABLE tenant (
  tenant_id text PRIMARY KEY,
  directory_code text NOT NULL UNIQUE,
  name text NOT NULL,
  created_at integer NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE partition (
  tenant_id text PRIMARY KEY REFERENCES tenant,
  epoch text NOT NULL,
  seq integer NOT NULL,
  secret blob NOT NULL,
  horizon integer NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE epoch (
  tenant_id text NOT NULL REFERENCES tenant,
  place integer NOT NULL,
  epoch text NOT NULL,
  shared_seq integer NOT NULL,
  started_at integer NOT NULL,
  PRIMARY KEY (tenant_id, place),
  UNIQUE (tenant_id, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE manager (
  tenant_id text NOT NULL REFERENCES tenant,
  manager_id text NOT NULL,
  name text NOT NULL,
  created_at integer NOT NULL,
  PRIMARY KEY (tenant_id, manager_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  tenant_id text NOT NULL,
  device_id text NOT NULL,
  family_id text NOT NULL,
  forked_from text,
  manager_id text NOT NULL,
  name text NOT NULL,
  platform text NOT NULL,
  app_version text NOT NULL,
  token_hash blob NOT NULL,
  enrolled_at integer NOT NULL,
  last_seen_at integer,
  contact_floor integer NOT NULL,
  acked_seq integer NOT NULL DEFAULT 0,
  push_no integer NOT NULL DEFAULT 0,
  push_hash blob,
  revoked_at integer,
  PRIMARY KEY (tenant_id, device_id),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES manager
) STRICT, WITHOUT ROWID;
CREATE INDEX device_by_family ON device (tenant_id, family_id);

CREATE TABLE enrolment (
  tenant_id text NOT NULL,
  code_hash blob NOT NULL,
  manager_id text NOT NULL,
  created_at integer NOT NULL,
  expires_at integer NOT NULL,
  used_at integer,
  device_id text,
  PRIMARY KEY (tenant_id, code_hash),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES manager
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  tenant_id text NOT NULL,
  entity text NOT NULL,
  id text NOT NULL,
  scope text NOT NULL,
  rank integer NOT NULL,
  seq integer NOT NULL,
  hash_hi integer,
  hash_lo integer,
  data text,
  field_meta text NOT NULL,
  PRIMARY KEY (tenant_id, entity, id)
) STRICT;
CREATE UNIQUE INDEX record_by_seq ON record (tenant_id, seq);
CREATE INDEX record_by_scope ON record (tenant_id, scope, rank, id);

CREATE TABLE scope_grant (
  tenant_id text NOT NULL,
  scope text NOT NULL,
  manager_id text NOT NULL,
  from_seq integer NOT NULL,
  to_seq integer,
  ended_at integer,
  PRIMARY KEY (tenant_id, scope, manager_id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX scope_grant_open ON scope_grant (tenant_id, manager_id, scope) WHERE to_seq IS NULL;

CREATE TABLE access_log (
  tenant_id text NOT NULL,
  manager_id text NOT NULL,
  seq integer NOT NULL,
  scope text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('gained', 'lost')),
  PRIMARY KEY (tenant_id, manager_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE applied (
  tenant_id text NOT NULL,
  family_id text NOT NULL,
  mid text NOT NULL,
  payload_hash blob NOT NULL,
  result text NOT NULL,
  at integer NOT NULL,
  PRIMARY KEY (tenant_id, family_id, mid)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  tenant_id text NOT NULL,
  device_id text NOT NULL,
  mid text NOT NULL,
  place integer NOT NULL,
  payload text NOT NULL,
  received_at integer NOT NULL,
  released_at integer,
  PRIMARY KEY (tenant_id, device_id, mid)
) STRICT;
