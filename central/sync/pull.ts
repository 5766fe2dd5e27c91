import type { Pool } from 'pg';
import type { AccessChange, WireRow } from '#core/sync/protocol.ts';
import { entityNames, entities } from '#core/sync/entities.ts';
import { onSnapshot, row, rows, type Queryable } from '#central/database.ts';
import type { Author } from '#central/sync/author.ts';
import { readStanding, standingOf } from '#central/sync/position.ts';

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

interface Window {
  readonly author: Author;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/**
 * Returns what changed for this device after its cursor: rows by seq in scopes granted now, and scopes gained and lost.
 * All rows of a gained scope are in the page that announces it (sync.md §2.8–2.9).
 */
export async function pull(pool: Pool, author: Author, input: PullInput): Promise<Page> {
  return idlePage(author, input) ?? onSnapshot(pool, (db) => readPage(db, author, input));
}

/** Most pulls find the tenant where they left it: then what authentication read is all there is to say. */
function idlePage({ counter, deviceId }: Author, { cursor }: PullInput): Page | null {
  const { epoch, head, open } = standingOf(counter, deviceId);
  if (open('pull', cursor).seq !== head) return null;
  return { epoch, from: cursor, cursor, seq: head, rows: [], access: [], more: false, acked: head };
}

async function readPage(db: Queryable, author: Author, { cursor, limit }: PullInput): Promise<Page> {
  const { epoch, head, seal, open } = await readStanding(db, author);
  const { seq: from } = open('pull', cursor);
  const window = { author, from, to: Math.min(head, from + windowSeqs), limit };
  const changed = await readChanged(db, window);
  const notices = await readNotices(db, window);
  const end = await endOfPage(db, window, { changed, notices });
  const reached = notices.filter(({ seq }) => seq <= end);
  const access = await latestPerScope(db, author, reached);
  const gained = access.filter(({ kind }) => kind === 'gained').map(({ scope }) => scope);
  const older = await readOlder(db, window, gained);
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

function readChanged(db: Queryable, { author, from, to, limit }: Window): Promise<WireRow[]> {
  return rows(
    db,
    `SELECT r.entity, r.id, r.scope, r.seq, r.data FROM record r
     WHERE r.tenant_id = $1 AND r.seq > $3 AND r.seq <= $4 AND EXISTS (
       SELECT FROM scope_grant g
       WHERE g.tenant_id = $1 AND g.manager_id = $2 AND g.scope = r.scope AND g.to_seq IS NULL)
     ORDER BY r.seq LIMIT $5`,
    [author.tenantId, author.managerId, from, to, limit],
  );
}

function readNotices(db: Queryable, { author, from, to, limit }: Window): Promise<AccessChange[]> {
  return rows(
    db,
    `SELECT seq, scope, kind FROM access_log
     WHERE tenant_id = $1 AND manager_id = $2 AND seq > $3 AND seq <= $4 ORDER BY seq LIMIT $5`,
    [author.tenantId, author.managerId, from, to, limit],
  );
}

interface Found {
  readonly changed: readonly WireRow[];
  readonly notices: readonly AccessChange[];
}

/**
 * Cuts the page where the rows, the notices or the rows that gained scopes bring along reach the limit,
 * never inside one scope's arrival: a page always moves on by at least one number.
 */
async function endOfPage(db: Queryable, window: Window, { changed, notices }: Found): Promise<number> {
  const { limit, to } = window;
  const lastOf = (list: readonly { seq: number }[]): number =>
    list.length < limit ? to : (list.at(-1)?.seq ?? to);
  const end = Math.min(lastOf(changed), lastOf(notices));
  const gained = notices.filter(({ kind, seq }) => kind === 'gained' && seq <= end);
  if (gained.length === 0) return end;
  const sizes = await countOlder(
    db,
    window,
    gained.map(({ scope }) => scope),
  );
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
  db: Queryable,
  { tenantId, managerId }: Author,
  notices: readonly AccessChange[],
): Promise<AccessChange[]> {
  const latest = [...new Map(notices.map((notice) => [notice.scope, notice])).values()];
  const gained = latest.filter(({ kind }) => kind === 'gained').map(({ scope }) => scope);
  if (gained.length === 0) return latest;
  const open = await rows<{ scope: string }>(
    db,
    `SELECT scope FROM scope_grant
     WHERE tenant_id = $1 AND manager_id = $2 AND to_seq IS NULL AND scope = ANY ($3)`,
    [tenantId, managerId, gained],
  );
  const held = new Set(open.map(({ scope }) => scope));
  return latest.filter(({ kind, scope }) => kind === 'lost' || held.has(scope));
}

const ranks = entityNames.map((entity) => entities[entity].rank);

const olderRows = `FROM record
  WHERE tenant_id = $1 AND rank = ANY ($2) AND scope = ANY ($3) AND seq <= $4 AND data IS NOT NULL`;

async function countOlder(
  db: Queryable,
  { author, from }: Window,
  scopes: readonly string[],
): Promise<Map<string, number>> {
  const found = await rows<{ scope: string; count: number }>(
    db,
    `SELECT scope, count(*) AS count ${olderRows} GROUP BY scope`,
    [author.tenantId, ranks, scopes, from],
  );
  return new Map(found.map(({ scope, count }) => [scope, count]));
}

/** The rows of gained scopes that lie before the page: they were not this manager's when they were written. */
async function readOlder(
  db: Queryable,
  { author, from }: Window,
  scopes: readonly string[],
): Promise<WireRow[]> {
  if (scopes.length === 0) return [];
  return rows(db, `SELECT entity, id, scope, seq, data ${olderRows} ORDER BY rank, seq`, [
    author.tenantId,
    ranks,
    scopes,
    from,
  ]);
}

/** True when rows or notices for this manager lie after the seq. */
export async function hasNews(db: Queryable, author: Author, from: number): Promise<boolean> {
  const found = await row<{ news: boolean }>(
    db,
    `SELECT EXISTS (SELECT FROM access_log WHERE tenant_id = $1 AND manager_id = $2 AND seq > $3)
         OR EXISTS (SELECT FROM record r JOIN scope_grant g
                      ON g.tenant_id = $1 AND g.manager_id = $2 AND g.scope = r.scope AND g.to_seq IS NULL
                    WHERE r.tenant_id = $1 AND r.seq > $3) AS news`,
    [author.tenantId, author.managerId, from],
  );
  return found?.news ?? false;
}
