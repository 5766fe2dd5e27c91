import type { AccessChange, WireRow } from '#core/sync/protocol.ts';
import type { CentralStore, Changes, ChangeWindow, Snapshot } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import { openPosition, sealPosition } from '#central/sync/cursor.ts';
import { grantsOf } from '#central/sync/grants.ts';
import { readStanding, seqAtHead } from '#central/sync/position.ts';

export interface PullInput {
  readonly cursor: string;
  readonly limit: number;
}

export interface Page {
  readonly epoch: string;
  readonly from: string;
  readonly cursor: string;
  readonly seq: number;
  readonly rows: WireRow[];
  readonly access: AccessChange[];
  readonly more: boolean;
  /** The position the device presented: what it is known to hold. */
  readonly acked: number;
}

/** How many of the tenant's numbers one page looks through, so that a long absence costs many short requests. */
const windowSeqs = 50_000;

/**
 * Returns what changed for this device after its cursor: rows by seq in scopes granted now, and scopes gained and lost.
 * All rows of a gained scope are in the page that announces it (sync.md §2.8–2.9).
 */
export async function pull(store: CentralStore, author: Author, input: PullInput): Promise<Page> {
  const quick = idlePage(author, input) ?? (await plainPage(store, author, input));
  return quick ?? store.read(author.tenantId, (snapshot) => readPage(snapshot, author, input));
}

/** Most pulls find the tenant where they left it: then what authentication read is all there is to say. */
function idlePage({ counter, deviceId }: Author, { cursor }: PullInput): Page | null {
  const seq = seqAtHead(counter, deviceId, cursor);
  if (seq === null) return null;
  const { epoch } = counter;
  return { epoch, from: cursor, cursor, seq, rows: [], access: [], more: false, acked: seq };
}

/**
 * Most others find rows and at most losses: then one question to the store is enough. Null where scopes were gained,
 * whose rows come along, or the cursor is not one to go on from.
 */
async function plainPage(store: CentralStore, author: Author, input: PullInput): Promise<Page | null> {
  const { tenantId, managerId, deviceId } = author;
  const { secret } = author.counter;
  const position = openPosition(secret, input.cursor, { kind: 'pull', deviceId });
  if (!position) return null;
  const from = position.seq;
  const window = { managerId, from, to: from + windowSeqs, limit: input.limit };
  const { counter, ...found } = await store.changes(tenantId, window);
  const { epoch, seq: head, horizon } = counter;
  if (position.epoch !== epoch || from > head || from < horizon) return null;
  if (found.notices.some(({ kind }) => kind === 'gained')) return null;
  const end = endOfFound({ ...window, to: Math.min(head, window.to) }, found);
  const access = latestOf(found.notices.filter(({ seq }) => seq <= end));
  const cursor = sealPosition(secret, { kind: 'pull', epoch, deviceId, seq: end });
  const rows = found.changed.filter(({ seq }) => seq <= end);
  return { epoch, from: input.cursor, cursor, seq: end, rows, access, more: end < head, acked: from };
}

async function readPage(snapshot: Snapshot, author: Author, { cursor, limit }: PullInput): Promise<Page> {
  const { managerId } = author;
  const { epoch, head, seal, open } = await readStanding(snapshot, author);
  const { seq: from } = await open('pull', cursor);
  const window = { managerId, from, to: Math.min(head, from + windowSeqs), limit };
  const changed = await snapshot.changedRows(window);
  const notices = await snapshot.notices(window);
  const end = await endOfPage(snapshot, window, { changed, notices });
  const reached = notices.filter(({ seq }) => seq <= end);
  const access = await latestPerScope(snapshot, author, reached);
  const gained = access.filter(({ kind }) => kind === 'gained').map(({ scope }) => scope);
  // The rows of gained scopes that lie before the page: they were not this manager's when they were written.
  const older = gained.length === 0 ? [] : await snapshot.rowsUntil(gained, from);
  return {
    epoch,
    from: cursor,
    cursor: seal({ kind: 'pull', seq: end }),
    seq: end,
    rows: [...older, ...changed.filter(({ seq }) => seq <= end)],
    access,
    more: end < head,
    acked: from,
  };
}

type Found = Pick<Changes, 'changed' | 'notices'>;

/**
 * Cuts the page where the rows, the notices or the rows that gained scopes bring along reach the limit,
 * never inside one scope's arrival: a page always moves on by at least one number.
 */
async function endOfPage(
  snapshot: Snapshot,
  { from, to, limit }: ChangeWindow,
  { changed, notices }: Found,
): Promise<number> {
  const end = endOfFound({ to, limit }, { changed, notices });
  const gained = notices.filter(({ kind, seq }) => kind === 'gained' && seq <= end);
  if (gained.length === 0) return end;
  const scopes = gained.map(({ scope }) => scope);
  const sizes = await snapshot.countRowsUntil(scopes, from);
  let brought = 0;
  for (const [index, { scope }] of gained.entries()) {
    brought += sizes.get(scope) ?? 0;
    const next = gained[index + 1];
    if (next && brought + (sizes.get(next.scope) ?? 0) > limit) return Math.min(end, next.seq - 1);
  }
  return end;
}

/** The last number up to which neither rows nor notices were cut off by the limit. */
function endOfFound({ to, limit }: Pick<ChangeWindow, 'to' | 'limit'>, { changed, notices }: Found): number {
  const lastOf = (list: readonly { seq: number }[]): number =>
    list.length < limit ? to : (list.at(-1)?.seq ?? to);
  return Math.min(lastOf(changed), lastOf(notices));
}

/** One notice per scope, the last. */
function latestOf(notices: readonly AccessChange[]): AccessChange[] {
  return [...new Map(notices.map((notice) => [notice.scope, notice])).values()];
}

/** One notice per scope; a gain that has been lost again since is left out, its loss is still to come. */
async function latestPerScope(
  snapshot: Snapshot,
  { managerId }: Author,
  notices: readonly AccessChange[],
): Promise<AccessChange[]> {
  const latest = latestOf(notices);
  const gained = latest.filter(({ kind }) => kind === 'gained').map(({ scope }) => scope);
  if (gained.length === 0) return latest;
  const { isOpen } = grantsOf(await snapshot.grants(managerId, gained));
  return latest.filter(({ kind, scope }) => kind === 'lost' || isOpen(scope));
}
