import type { Decision, Quarantined } from '#central/store/shapes.ts';
import type { Snapshot, Transaction } from '#central/store/store.ts';
import type { Tables } from '#central/store/sqlite/statements.ts';

/** Reads what was answered to mutations, and what waits unjudged. */
export function decisionReads({ all, get }: Tables): Pick<Snapshot, 'decisions' | 'quarantined'> {
  return {
    decisions: async (familyId, mids) =>
      [...new Set(mids)].flatMap((mid) => {
        const found = get<{ hash: Buffer; result: string }>(
          `SELECT payload_hash AS hash, result FROM applied WHERE tenant_id = ?1 AND family_id = ?2 AND mid = ?3`,
          familyId,
          mid,
        );
        return found ? [{ mid, hash: found.hash, decision: JSON.parse(found.result) as Decision }] : [];
      }),
    quarantined: async () =>
      all<Quarantined>(
        `SELECT device_id AS deviceId, mid, payload, received_at AS receivedAt, released_at AS releasedAt
         FROM quarantine WHERE tenant_id = ?1 ORDER BY device_id, place`,
      ),
  };
}

/** Keeps what was answered to mutations, and what waits unjudged. */
export function decisionWrites({
  run,
  get,
  all,
}: Tables): Pick<
  Transaction,
  'writeDecisions' | 'quarantineOf' | 'quarantine' | 'markReleased' | 'pruneDecisions'
> {
  return {
    writeDecisions: async (familyId, decided, now) => {
      for (const { mid, hash, decision } of decided) {
        run(
          'INSERT INTO applied (tenant_id, family_id, mid, payload_hash, result, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)',
          familyId,
          mid,
          hash,
          JSON.stringify(decision),
          now,
        );
      }
    },
    quarantineOf: async (deviceId, mids) => {
      const sum = `SELECT COALESCE(sum(length(CAST(payload AS BLOB))), 0) AS bytes FROM quarantine
        WHERE tenant_id = ?1 AND device_id = ?2 AND released_at IS NULL`;
      const known = `SELECT mid FROM quarantine
        WHERE tenant_id = ?1 AND device_id = ?2 AND mid IN (SELECT value FROM json_each(?3))`;
      return {
        bytes: get<{ bytes: number }>(sum, deviceId)?.bytes ?? 0,
        known: all<{ mid: string }>(known, deviceId, JSON.stringify(mids)).map(({ mid }) => mid),
      };
    },
    quarantine: async (deviceId, kept, now) => {
      for (const { mid, payload } of kept) {
        run(
          `INSERT INTO quarantine (tenant_id, device_id, mid, place, payload, received_at)
           SELECT ?1, ?2, ?3, COALESCE(max(place), 0) + 1, ?4, ?5 FROM quarantine WHERE tenant_id = ?1 AND device_id = ?2
           ON CONFLICT DO NOTHING`,
          deviceId,
          mid,
          payload,
          now,
        );
      }
    },
    markReleased: async (deviceId, mids, now) => {
      run(
        `UPDATE quarantine SET released_at = ?4 WHERE tenant_id = ?1 AND device_id = ?2
           AND mid IN (SELECT value FROM json_each(?3)) AND released_at IS NULL`,
        deviceId,
        JSON.stringify(mids),
        now,
      );
    },
    pruneDecisions: async (usedSince) =>
      run(
        `DELETE FROM applied WHERE tenant_id = ?1 AND NOT EXISTS (
           SELECT 1 FROM device d WHERE d.tenant_id = ?1 AND d.family_id = applied.family_id
             AND COALESCE(d.revoked_at, ?2) >= ?2 AND COALESCE(d.last_seen_at, d.enrolled_at) >= ?2)`,
        usedSince,
      ),
  };
}
