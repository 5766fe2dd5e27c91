import type { Instant } from '#core/base/time.ts';
import { rows, type Queryable } from '#central/database.ts';

/** The scope every manager of a tenant sees. */
export const tenantScope = 'tenant';

/** A grant that was taken away: what was authored before may still come in. */
export interface EndedGrant {
  readonly toSeq: number;
  readonly endedAt: Instant;
}

/** A manager's standing towards scopes. */
export interface Grants {
  readonly isOpen: (scope: string) => boolean;
  readonly endedGrant: (scope: string) => EndedGrant | undefined;
}

/** A change of who sees a scope. `isNew` scopes have no earlier rows, so nobody needs to be told. */
export interface GrantChange {
  readonly kind: 'open' | 'close';
  readonly scope: string;
  readonly managerId: string;
  readonly seq: number;
  readonly isNew?: boolean;
}

/** Reads a manager's standing towards the scopes. */
export async function loadGrants(
  db: Queryable,
  { tenantId, managerId }: { readonly tenantId: string; readonly managerId: string },
  scopes: readonly string[],
): Promise<Grants> {
  const found = await rows<{ scope: string; to_seq: number | null; ended_at: number | null }>(
    db,
    `SELECT scope, to_seq, ended_at FROM scope_grant
     WHERE tenant_id = $1 AND scope = ANY ($2) AND manager_id = $3 ORDER BY from_seq`,
    [tenantId, scopes, managerId],
  );
  const open = new Set<string>();
  const ended = new Map<string, EndedGrant>();
  for (const { scope, to_seq: toSeq, ended_at: endedAt } of found) {
    if (toSeq === null) open.add(scope);
    else ended.set(scope, { toSeq, endedAt: endedAt ?? 0 });
  }
  return { isOpen: (scope) => open.has(scope), endedGrant: (scope) => ended.get(scope) };
}

/** Writes grant changes in their order, and the notices devices need. The caller holds the counter. */
export async function writeGrantChanges(
  db: Queryable,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  changes: readonly GrantChange[],
): Promise<void> {
  for (const run of runsOfOneKind(changes)) {
    const columns = [run.map((c) => c.scope), run.map((c) => c.managerId), run.map((c) => c.seq)];
    if (run[0]?.kind === 'open') await openGrants(db, tenantId, columns);
    else await closeGrants(db, tenantId, [...columns, now]);
  }
  await writeNotices(
    db,
    tenantId,
    changes.filter(({ isNew }) => !isNew),
  );
}

async function openGrants(db: Queryable, tenantId: string, columns: readonly unknown[]): Promise<void> {
  await rows(
    db,
    `INSERT INTO scope_grant (tenant_id, scope, manager_id, from_seq)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[]) ON CONFLICT DO NOTHING`,
    [tenantId, ...columns],
  );
}

async function closeGrants(db: Queryable, tenantId: string, columns: readonly unknown[]): Promise<void> {
  await rows(
    db,
    `UPDATE scope_grant g SET to_seq = c.seq, ended_at = $5
     FROM unnest($2::text[], $3::text[], $4::bigint[]) AS c (scope, manager_id, seq)
     WHERE g.tenant_id = $1 AND g.scope = c.scope AND g.manager_id = c.manager_id AND g.to_seq IS NULL`,
    [tenantId, ...columns],
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
