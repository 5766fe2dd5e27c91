import type { Pool } from 'pg';
import { rows } from '#central/database.ts';

/** The device at the other end of a socket. */
export interface LiveDevice {
  readonly tenantId: string;
  readonly managerId: string;
  readonly deviceId: string;
}

/** A manager who has something to pull, and the newest number of it. */
export interface Concern {
  readonly managerId: string;
  readonly seq: number;
}

/** What the live sockets ask the store. */
export interface LiveReads {
  /** Whom the numbers after `from` up to `to` concern. */
  readonly concerned: (tenantId: string, from: number, to: number) => Promise<Concern[]>;
  /** Where the counters of some tenants stand. */
  readonly heads: (tenantIds: readonly string[]) => Promise<{ tenantId: string; seq: number }[]>;
  /** Which of these devices have been revoked. */
  readonly revoked: (devices: readonly LiveDevice[]) => Promise<LiveDevice[]>;
}

/** Reads for the live sockets from PostgreSQL: rows in scopes granted now, notices of scopes that came or went. */
export function liveReads(pool: Pool): LiveReads {
  return {
    concerned: (tenantId, from, to) =>
      rows(
        pool,
        `SELECT manager_id AS "managerId", max(seq) AS seq FROM (
           SELECT g.manager_id, r.seq FROM record r
           JOIN scope_grant g ON g.tenant_id = $1 AND g.scope = r.scope AND g.to_seq IS NULL
           WHERE r.tenant_id = $1 AND r.seq > $2 AND r.seq <= $3
           UNION ALL
           SELECT manager_id, seq FROM access_log WHERE tenant_id = $1 AND seq > $2 AND seq <= $3
         ) AS news GROUP BY manager_id`,
        [tenantId, from, to],
      ),
    heads: (tenantIds) =>
      rows(pool, 'SELECT tenant_id AS "tenantId", seq FROM partition WHERE tenant_id = ANY ($1)', [
        tenantIds,
      ]),
    revoked: (devices) =>
      rows(
        pool,
        `SELECT d.tenant_id AS "tenantId", d.device_id AS "deviceId", d.manager_id AS "managerId"
         FROM unnest($1::text[], $2::text[]) AS live (tenant_id, device_id) JOIN device d USING (tenant_id, device_id)
         WHERE d.revoked_at IS NOT NULL`,
        [devices.map(({ tenantId }) => tenantId), devices.map(({ deviceId }) => deviceId)],
      ),
  };
}
