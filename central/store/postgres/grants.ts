import type { Instant } from '#core/base/time.ts';
import { rows, type Queryable } from '#central/database.ts';
import type { GrantChange } from '#central/store/shapes.ts';
import type { Snapshot, Transaction } from '#central/store/store.ts';

/** Notices of tenant $1 to manager $2 numbered after $3 up to $4, at most $5. */
export const noticesBetween = `SELECT seq, scope, kind FROM access_log
  WHERE tenant_id = $1 AND manager_id = $2 AND seq > $3 AND seq <= $4 ORDER BY seq LIMIT $5`;

/** Reads who sees what, and what devices must be told of it. */
export function grantReads(
  db: Queryable,
  tenantId: string,
): Pick<Snapshot, 'grants' | 'holders' | 'notices'> {
  return {
    grants: (managerId, scopes) =>
      rows(
        db,
        `SELECT scope, to_seq AS "toSeq", ended_at AS "endedAt" FROM scope_grant
         WHERE tenant_id = $1 AND scope = ANY ($2) AND manager_id = $3 ORDER BY from_seq`,
        [tenantId, scopes, managerId],
      ),
    holders: (scopes) =>
      rows(
        db,
        `SELECT scope, manager_id AS "managerId" FROM scope_grant
         WHERE tenant_id = $1 AND scope = ANY ($2) AND to_seq IS NULL ORDER BY manager_id`,
        [tenantId, scopes],
      ),
    notices: ({ managerId, from, to, limit }) =>
      rows(db, noticesBetween, [tenantId, managerId, from, to, limit]),
  };
}

/** Writes who sees what. */
export function grantWrites(db: Queryable, tenantId: string): Pick<Transaction, 'writeGrantChanges'> {
  return {
    writeGrantChanges: async (changes, now) => {
      for (const run of runsOfOneKind(changes)) await writeRun(db, tenantId, { run, now });
      await writeNotices(
        db,
        tenantId,
        changes.filter(({ isNew }) => !isNew),
      );
    },
  };
}

interface Run {
  readonly run: readonly GrantChange[];
  readonly now: Instant;
}

async function writeRun(db: Queryable, tenantId: string, { run, now }: Run): Promise<void> {
  const columns = [run.map((c) => c.scope), run.map((c) => c.managerId), run.map((c) => c.seq)];
  if (run[0]?.kind === 'open') {
    await rows(
      db,
      `INSERT INTO scope_grant (tenant_id, scope, manager_id, from_seq)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[]) ON CONFLICT DO NOTHING`,
      [tenantId, ...columns],
    );
    return;
  }
  await rows(
    db,
    `UPDATE scope_grant g SET to_seq = c.seq, ended_at = $5
     FROM unnest($2::text[], $3::text[], $4::bigint[]) AS c (scope, manager_id, seq)
     WHERE g.tenant_id = $1 AND g.scope = c.scope AND g.manager_id = c.manager_id AND g.to_seq IS NULL`,
    [tenantId, ...columns, now],
  );
}

async function writeNotices(db: Queryable, tenantId: string, changes: readonly GrantChange[]): Promise<void> {
  if (changes.length === 0) return;
  await rows(
    db,
    `INSERT INTO access_log (tenant_id, manager_id, seq, scope, kind)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[])`,
    [
      tenantId,
      changes.map(({ managerId }) => managerId),
      changes.map(({ seq }) => seq),
      changes.map(({ scope }) => scope),
      changes.map(({ kind }) => (kind === 'open' ? 'gained' : 'lost')),
    ],
  );
}

function runsOfOneKind(changes: readonly GrantChange[]): GrantChange[][] {
  const runs: GrantChange[][] = [];
  for (const change of changes) {
    const last = runs.at(-1);
    if (last && last[0]?.kind === change.kind) last.push(change);
    else runs.push([change]);
  }
  return runs;
}
