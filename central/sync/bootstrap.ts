import type { Pool } from 'pg';
import type { WireRow } from '#core/sync/protocol.ts';
import { entities, entityNames } from '#core/sync/entities.ts';
import { onSnapshot, row, rows, type Queryable } from '#central/database.ts';
import type { Author } from '#central/sync/author.ts';
import { readStanding } from '#central/sync/position.ts';

export interface BootstrapInput {
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface BootstrapPage {
  readonly epoch: string;
  readonly total: number;
  readonly rows: WireRow[];
  readonly next: string | null;
  readonly cursor: string;
  readonly seq: number;
}

type Place = readonly [rank: number, scope: string, id: string];

const start: Place = [-1, '', ''];

/**
 * Returns one page of everything this device may see, in arrival order of the kinds of rows (sync.md §2.10).
 * The first page pins the seq: rows changed meanwhile arrive as they are now and once more by pulling from `cursor`.
 */
export function bootstrap(
  pool: Pool,
  author: Author,
  { after, limit }: BootstrapInput,
): Promise<BootstrapPage> {
  return onSnapshot(pool, async (db) => {
    const { epoch, head, seal, open } = await readStanding(db, author);
    const resumed = after === undefined ? null : open('bootstrap', after);
    const seq = resumed?.seq ?? head;
    const total = resumed?.total ?? (await countVisible(db, author));
    const page = await readPage(db, author, { after: resumed?.after ?? start, limit });
    const last = page.length === limit ? page.at(-1) : undefined;
    const place = last && ([entities[last.entity].rank, last.scope, last.id] as const);
    return {
      epoch,
      total,
      rows: page,
      next: place ? seal({ kind: 'bootstrap', seq, after: place, total }) : null,
      cursor: seal({ kind: 'pull', seq }),
      seq,
    };
  });
}

async function readPage(
  db: Queryable,
  author: Author,
  { after: [rank, scope, id], limit }: { readonly after: Place; readonly limit: number },
): Promise<WireRow[]> {
  const page: WireRow[] = [];
  for (const entity of entityNames) {
    const own = entities[entity].rank;
    if (own < rank || page.length >= limit) continue;
    const place: Place = own === rank ? [rank, scope, id] : [own, '', ''];
    page.push(...(await readRank(db, author, { after: place, limit: limit - page.length })));
  }
  return page;
}

/** Both sides are walked in scope order, so a page costs what it passes and needs no sort. */
function readRank(
  db: Queryable,
  { tenantId, managerId }: Author,
  { after: [rank, scope, id], limit }: { readonly after: Place; readonly limit: number },
): Promise<WireRow[]> {
  return rows(
    db,
    `SELECT r.entity, r.id, r.scope, r.seq, r.data
     FROM scope_grant g
     JOIN record r ON r.tenant_id = $1 AND r.rank = $3 AND r.scope = g.scope
     WHERE g.tenant_id = $1 AND g.manager_id = $2 AND g.to_seq IS NULL
       AND g.scope >= $4 AND r.scope >= $4 AND (r.scope, r.id) > ($4, $5) AND r.data IS NOT NULL
     ORDER BY r.scope, r.id LIMIT $6`,
    [tenantId, managerId, rank, scope, id, limit],
  );
}

async function countVisible(db: Queryable, { tenantId, managerId }: Author): Promise<number> {
  const found = await row<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM scope_grant g
     JOIN record r ON r.tenant_id = $1 AND r.rank = ANY ($3) AND r.scope = g.scope
     WHERE g.tenant_id = $1 AND g.manager_id = $2 AND g.to_seq IS NULL AND r.data IS NOT NULL`,
    [tenantId, managerId, entityNames.map((entity) => entities[entity].rank)],
  );
  return found?.count ?? 0;
}
