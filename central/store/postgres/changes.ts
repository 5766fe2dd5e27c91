import { row, type Queryable } from '#central/database.ts';
import type { Counter } from '#central/store/shapes.ts';
import { noticesBetween } from '#central/store/postgres/grants.ts';
import { changedRows } from '#central/store/postgres/records.ts';
import type { Changes, ChangeWindow } from '#central/store/store.ts';

interface ChangesRow extends Counter {
  readonly changed: Changes['changed'] | null;
  readonly notices: Changes['notices'] | null;
}

// One statement is one snapshot and one way to the database and back; the rows come as one text.
const changes = `SELECT p.epoch, p.seq, p.horizon,
    (SELECT json_agg(c ORDER BY c.seq) FROM (${changedRows}) AS c) AS changed,
    (SELECT json_agg(n ORDER BY n.seq) FROM (${noticesBetween}) AS n) AS notices
  FROM partition p WHERE p.tenant_id = $1`;

/** Reads what a window holds for a manager, and the tenant's counter. */
export async function readChanges(
  db: Queryable,
  tenantId: string,
  { managerId, from, to, limit }: ChangeWindow,
): Promise<Changes> {
  const found = await row<ChangesRow & Record<string, unknown>>(db, changes, [
    tenantId,
    managerId,
    from,
    to,
    limit,
  ]);
  if (!found) throw new Error('The tenant has no counter.');
  const { changed, notices, ...counter } = found;
  return { counter, changed: changed ?? [], notices: notices ?? [] };
}
