import type { AccessChange } from '#core/sync/protocol.ts';
import type { GrantRow } from '#central/store/shapes.ts';
import type { Snapshot, Transaction } from '#central/store/store.ts';
import type { Tables } from '#central/store/sqlite/statements.ts';

/** Reads who sees what, and what devices must be told of it. */
export function grantReads({ all }: Tables): Pick<Snapshot, 'grants' | 'holders' | 'notices'> {
  return {
    grants: async (managerId, scopes) =>
      all<GrantRow>(
        `SELECT scope, to_seq AS toSeq, ended_at AS endedAt FROM scope_grant
         WHERE tenant_id = ?1 AND scope IN (SELECT value FROM json_each(?2)) AND manager_id = ?3 ORDER BY from_seq`,
        JSON.stringify(scopes),
        managerId,
      ),
    holders: async (scopes) =>
      all<{ scope: string; managerId: string }>(
        `SELECT scope, manager_id AS managerId FROM scope_grant
         WHERE tenant_id = ?1 AND scope IN (SELECT value FROM json_each(?2)) AND to_seq IS NULL ORDER BY manager_id`,
        JSON.stringify(scopes),
      ),
    notices: async ({ managerId, from, to, limit }) =>
      all<AccessChange>(
        `SELECT seq, scope, kind FROM access_log
         WHERE tenant_id = ?1 AND manager_id = ?2 AND seq > ?3 AND seq <= ?4 ORDER BY seq LIMIT ?5`,
        managerId,
        from,
        to,
        limit,
      ),
  };
}

/** Writes who sees what. */
export function grantWrites({ run }: Tables): Pick<Transaction, 'writeGrantChanges'> {
  return {
    writeGrantChanges: async (changes, now) => {
      for (const { kind, scope, managerId, seq, isNew } of changes) {
        if (kind === 'open') {
          run(
            `INSERT INTO scope_grant (tenant_id, scope, manager_id, from_seq) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING`,
            scope,
            managerId,
            seq,
          );
        } else {
          run(
            `UPDATE scope_grant SET to_seq = ?4, ended_at = ?5
             WHERE tenant_id = ?1 AND scope = ?2 AND manager_id = ?3 AND to_seq IS NULL`,
            scope,
            managerId,
            seq,
            now,
          );
        }
        if (isNew) continue;
        run(
          'INSERT INTO access_log (tenant_id, manager_id, seq, scope, kind) VALUES (?1, ?2, ?3, ?4, ?5)',
          managerId,
          seq,
          scope,
          kind === 'open' ? 'gained' : 'lost',
        );
      }
    },
  };
}
