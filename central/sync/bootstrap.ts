import type { WireRow } from '#core/sync/protocol.ts';
import { entities, entityNames } from '#core/sync/entities.ts';
import type { CentralStore, Snapshot } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import { epochChanged, readStanding } from '#central/sync/position.ts';

export interface BootstrapInput {
  readonly after?: string | undefined;
  readonly limit: number;
  /** How many clients to bring whole before anything else; left out, none. */
  readonly ahead?: number;
  /** The history the device knows; left out, it knows none. */
  readonly epoch?: string | undefined;
}

export interface BootstrapPage {
  readonly epoch: string;
  readonly from: string | null;
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
  store: CentralStore,
  author: Author,
  { after, limit, ahead = 0, epoch: known }: BootstrapInput,
): Promise<BootstrapPage> {
  return store.read(author.tenantId, async (snapshot) => {
    const { epoch, head, seal, open } = await readStanding(snapshot, author);
    if (known !== undefined && known !== epoch) {
      throw epochChanged(await snapshot.epochs(), { known, current: epoch });
    }
    const resumed = after === undefined ? null : await open('bootstrap', after);
    const seq = resumed?.seq ?? head;
    const from = after ?? null;
    const isFirst = after === undefined && ahead > 0;
    const early = isFirst ? await readAhead(snapshot, author, { head, limit, ahead }) : [];
    const total = resumed?.total ?? (await snapshot.countVisible(author.managerId)) + early.length;
    const cursor = seal({ kind: 'pull', seq });
    if (early.length > 0) {
      const next = seal({ kind: 'bootstrap', seq, after: start, total });
      return { epoch, from, total, rows: early, next, cursor, seq };
    }
    const page = await readPage(snapshot, author, { after: resumed?.after ?? start, limit });
    const last = page.length === limit ? page.at(-1) : undefined;
    const place = last && ([entities[last.entity].rank, last.scope, last.id] as const);
    return {
      epoch,
      from,
      total,
      rows: page,
      next: place ? seal({ kind: 'bootstrap', seq, after: place, total }) : null,
      cursor,
      seq,
    };
  });
}

/**
 * The clients somebody has to do with today, whole, as many as fit into a page: with them a desk is of use long before
 * it has everything (sync.md §2.10).
 */
async function readAhead(
  snapshot: Snapshot,
  { managerId }: Author,
  { head, limit, ahead }: { readonly head: number; readonly limit: number; readonly ahead: number },
): Promise<WireRow[]> {
  const scopes = await snapshot.usefulScopes(managerId, ahead);
  const sizes = await snapshot.countRowsUntil(scopes, head);
  let sum = 0;
  const end = scopes.findIndex((scope) => (sum += sizes.get(scope) ?? 0) > limit);
  const fitting = end === -1 ? scopes : scopes.slice(0, end);
  return fitting.length === 0 ? [] : snapshot.rowsUntil(fitting, head);
}

async function readPage(
  snapshot: Snapshot,
  { managerId }: Author,
  { after: [rank, scope, id], limit }: { readonly after: Place; readonly limit: number },
): Promise<WireRow[]> {
  const page: WireRow[] = [];
  for (const entity of entityNames) {
    const own = entities[entity].rank;
    if (own < rank || page.length >= limit) continue;
    const place = own === rank ? { scope, id } : { scope: '', id: '' };
    page.push(
      ...(await snapshot.visiblePage(managerId, { rank: own, ...place, limit: limit - page.length })),
    );
  }
  return page;
}
