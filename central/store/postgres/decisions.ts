import { row, rows, type Queryable } from '#central/database.ts';
import type { Snapshot, Transaction } from '#central/store/store.ts';

/** Reads what was answered to mutations, and what waits unjudged. */
export function decisionReads(db: Queryable, tenantId: string): Pick<Snapshot, 'decisions' | 'quarantined'> {
  return {
    decisions: (familyId, mids) =>
      rows(
        db,
        `SELECT mid, payload_hash AS hash, result AS decision FROM applied
         WHERE tenant_id = $1 AND family_id = $2 AND mid = ANY ($3)`,
        [tenantId, familyId, mids],
      ),
    quarantined: () =>
      rows(
        db,
        `SELECT device_id AS "deviceId", mid, payload, received_at AS "receivedAt", released_at AS "releasedAt"
         FROM quarantine WHERE tenant_id = $1 ORDER BY device_id, place`,
        [tenantId],
      ),
  };
}

/** Keeps what was answered to mutations, and what waits unjudged. */
export function decisionWrites(
  db: Queryable,
  tenantId: string,
): Pick<Transaction, 'writeDecisions' | 'quarantineOf' | 'quarantine' | 'markReleased' | 'pruneDecisions'> {
  return {
    writeDecisions: async (familyId, decided, now) => {
      if (decided.length === 0) return;
      await rows(
        db,
        `INSERT INTO applied (tenant_id, family_id, mid, payload_hash, result, at)
         SELECT $1, $2, mid, hash, result, $6 FROM unnest($3::text[], $4::bytea[], $5::jsonb[]) AS a (mid, hash, result)`,
        [
          tenantId,
          familyId,
          decided.map(({ mid }) => mid),
          decided.map(({ hash }) => hash),
          decided.map(({ decision }) => JSON.stringify(decision)),
          now,
        ],
      );
    },
    quarantineOf: async (deviceId, mids) => {
      const found = await row<{ bytes: number; known: string[] }>(
        db,
        `SELECT COALESCE(sum(octet_length(payload)) FILTER (WHERE released_at IS NULL), 0)::float8 AS bytes,
           COALESCE(array_agg(mid) FILTER (WHERE mid = ANY ($3)), '{}') AS known
         FROM quarantine WHERE tenant_id = $1 AND device_id = $2`,
        [tenantId, deviceId, mids],
      );
      return found ?? { bytes: 0, known: [] };
    },
    quarantine: async (deviceId, kept, now) => {
      await rows(
        db,
        `INSERT INTO quarantine (tenant_id, device_id, mid, place, payload, received_at)
         SELECT $1, $2, mid, past.place + ordinal, payload, $5
         FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS q (mid, payload, ordinal),
              (SELECT COALESCE(max(place), 0) AS place FROM quarantine WHERE tenant_id = $1 AND device_id = $2) AS past
         ON CONFLICT DO NOTHING`,
        [tenantId, deviceId, kept.map(({ mid }) => mid), kept.map(({ payload }) => payload), now],
      );
    },
    markReleased: async (deviceId, mids, now) => {
      await rows(
        db,
        `UPDATE quarantine SET released_at = $4
         WHERE tenant_id = $1 AND device_id = $2 AND mid = ANY ($3) AND released_at IS NULL`,
        [tenantId, deviceId, mids, now],
      );
    },
    pruneDecisions: async (usedSince) => {
      const gone = await row<{ count: number }>(
        db,
        `WITH gone AS (
           DELETE FROM applied a WHERE tenant_id = $1 AND NOT EXISTS (
             SELECT FROM device d
             WHERE d.tenant_id = $1 AND d.family_id = a.family_id
               AND COALESCE(d.revoked_at, $2) >= $2 AND COALESCE(d.last_seen_at, d.enrolled_at) >= $2)
           RETURNING 1)
         SELECT count(*) AS count FROM gone`,
        [tenantId, usedSince],
      );
      return gone?.count ?? 0;
    },
  };
}
