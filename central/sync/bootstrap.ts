import type { WireRow } from '#core/sync/protocol.ts';
import { entities, entityNames } from '#core/sync/entities.ts';
import type { CentralStore, Snapshot } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import { epochChanged, readStanding } from '#central/sync/position.ts';

export interface BootstrapInput {
  readonly after?: string | undefined;
  readonly limit: number;
  /** The history the device knows; left out, it knows none. */
  readonly epoch?: string | undefined;
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
  store: CentralStore,
  author: Author,
  { after, limit, epoch: known }: BootstrapInput,
): Promise<BootstrapPage> {
  return store.read(author.tenantId, async (snapshot) => {
    const { epoch, head, seal, open } = await readStanding(snapshot, author);
    if (known !== undefined && known !== epoch) {
      throw epochChanged(await snapshot.epochs(), { known, current: epoch });
    }
    const resumed = after === undefined ? null : await open('bootstrap', after);
    const seq = resumed?.seq ?? head;
    const total = resumed?.total ?? (await snapshot.countVisible(author.managerId));
    const page = await readPage(snapshot, author, { after: resumed?.after ?? start, limit });
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
