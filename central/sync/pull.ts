import type { AccessChange, WireRow } from '#core/sync/protocol.ts';
import type { CentralStore, ChangeWindow, Snapshot } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
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
  return (
    idlePage(author, input) ?? store.read(author.tenantId, (snapshot) => readPage(snapshot, author, input))
  );
}

/** Most pulls find the tenant where they left it: then what authentication read is all there is to say. */
function idlePage({ counter, deviceId }: Author, { cursor }: PullInput): Page | null {
  const seq = seqAtHead(counter, deviceId, cursor);
  if (seq === null) return null;
  const { epoch } = counter;
  return { epoch, from: cursor, cursor, seq, rows: [], access: [], more: false, acked: seq };
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

interface Found {
  readonly changed: readonly WireRow[];
  readonly notices: readonly AccessChange[];
}

/**
 * Cuts the page where the rows, the notices or the rows that gained scopes bring along reach the limit,
 * never inside one scope's arrival: a page always moves on by at least one number.
 */
async function endOfPage(
  snapshot: Snapshot,
  { from, to, limit }: ChangeWindow,
  { changed, notices }: Found,
): Promise<number> {
  const lastOf = (list: readonly { seq: number }[]): number =>
    list.length < limit ? to : (list.at(-1)?.seq ?? to);
  const end = Math.min(lastOf(changed), lastOf(notices));
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

/** One notice per scope, the last; a gain that has been lost again since is left out, its loss is still to come. */
async function latestPerScope(
  snapshot: Snapshot,
  { managerId }: Author,
  notices: readonly AccessChange[],
): Promise<AccessChange[]> {
  const latest = [...new Map(notices.map((notice) => [notice.scope, notice])).values()];
  const gained = latest.filter(({ kind }) => kind === 'gained').map(({ scope }) => scope);
  if (gained.length === 0) return latest;
  const { isOpen } = grantsOf(await snapshot.grants(managerId, gained));
  return latest.filter(({ kind, scope }) => kind === 'lost' || isOpen(scope));
}
