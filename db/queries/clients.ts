import type { BusinessDay, Instant } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { ClientFilter, ClientSort } from '#core/clients/filter.ts';
import type { Stage } from '#core/lifecycle/stage.ts';
import type { Level } from '#core/risk/level.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { conditionOf, orderOf } from '#db/queries/client-filter.ts';

/** Which clients, in which order, judged on which day. */
export interface ClientQuery {
  readonly filter: ClientFilter;
  readonly sort: ClientSort;
  readonly today: BusinessDay;
}

export interface ListedClient {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly tier: ClientFields['tier'];
  readonly city: string | null;
  readonly ownerName: string | null;
  readonly stage: Stage;
  readonly goldenDaysLeft: number | null;
  readonly level: Level | null;
  readonly levelThrough: BusinessDay | null;
  readonly levelEndedOn: BusinessDay | null;
  readonly isLevelExpired: boolean;
  readonly aumFen: number;
  readonly churnScore: number;
  readonly lastContactAt: Instant | null;
  readonly nextTaskAt: Instant | null;
  readonly isBlocked: boolean;
  readonly completeness: number;
  readonly tags: string[];
}

/** Lists one page of clients and how many there are in all. The order is kept between pages until something changes. */
export function listClients(
  db: ReadableDb,
  query: ClientQuery,
  page: { readonly offset: number; readonly limit: number },
): { total: number; rows: ListedClient[] } {
  const rids = matchingRids(db, query);
  return {
    total: rids.length,
    rows: readListed(db, rids.slice(page.offset, page.offset + page.limit), query.today),
  };
}

/** Returns the ids of the clients a filter shows, at most `limit`, and how many there are in all. */
export function listClientIds(
  db: ReadableDb,
  query: ClientQuery,
  limit: number,
): { total: number; ids: string[] } {
  const rids = matchingRids(db, query);
  const rows = sql<{ id: string }>(
    db,
    `SELECT s.client_id AS id FROM json_each(?) j JOIN client_summary s ON s.rid = j.value ORDER BY j.key`,
  ).all(JSON.stringify(rids.slice(0, limit)));
  return { total: rids.length, ids: rows.map(({ id }) => id) };
}

interface Kept {
  changes: number;
  readonly byQuery: Map<string, readonly number[]>;
}

/** Orders of the last few queries, so that scrolling through 200,000 clients sorts them once. */
const kept = new WeakMap<ReadableDb, Kept>();
const mostKept = 4;

function matchingRids(db: ReadableDb, query: ClientQuery): readonly number[] {
  const memory = memoryOf(db);
  const key = JSON.stringify(query);
  const known = memory.byQuery.get(key);
  if (known) return known;
  const { text, values } = conditionOf(query.filter, query.today);
  const statement = `SELECT s.rid FROM client_summary s WHERE ${text} ORDER BY ${orderOf(query.sort)}`;
  const rids = sql<{ rid: number }>(db, statement)
    .all(...values)
    .map(({ rid }) => rid);
  if (memory.byQuery.size >= mostKept) memory.byQuery.clear();
  memory.byQuery.set(key, rids);
  return rids;
}

/** Forgets every kept order as soon as this connection has changed any row. */
function memoryOf(db: ReadableDb): Kept {
  const changes = sql<{ count: number }>(db, 'SELECT total_changes() AS count').get()?.count ?? 0;
  const memory = kept.get(db) ?? { changes, byQuery: new Map<string, readonly number[]>() };
  if (memory.changes !== changes) memory.byQuery.clear();
  memory.changes = changes;
  kept.set(db, memory);
  return memory;
}

type ListedRow = Omit<ListedClient, 'isBlocked' | 'isLevelExpired' | 'tags'> & { isBlocked: number };

function readListed(db: ReadableDb, rids: readonly number[], today: BusinessDay): ListedClient[] {
  const rows = sql<ListedRow>(
    db,
    `SELECT c.id, c.name, c.phone, c.tier, c.city, m.name AS ownerName, s.stage,
       s.golden_days_left AS goldenDaysLeft, s.level, s.level_through AS levelThrough, s.level_ended_on AS levelEndedOn, s.aum_fen AS aumFen,
       s.churn_score AS churnScore, s.last_contact_at AS lastContactAt, s.next_task_at AS nextTaskAt,
       s.is_blocked AS isBlocked, s.completeness
     FROM json_each(?) j
     JOIN client_summary s ON s.rid = j.value
     JOIN client c ON c.id = s.client_id
     LEFT JOIN manager m ON m.id = c.owner_manager_id
     ORDER BY j.key`,
  ).all(JSON.stringify(rids));
  const tags = tagsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...row,
    isLevelExpired: row.levelThrough !== null && row.levelThrough < today,
    isBlocked: row.isBlocked === 1,
    tags: tags.get(row.id) ?? [],
  }));
}

function tagsOf(db: ReadableDb, ids: readonly string[]): Map<string, string[]> {
  const rows = sql<{ id: string; name: string }>(
    db,
    `SELECT client_id AS id, name FROM tag WHERE client_id IN (SELECT value FROM json_each(?))
     ORDER BY client_id, set_at, id`,
  ).all(JSON.stringify(ids));
  const tags = new Map<string, string[]>();
  for (const { id, name } of rows) tags.set(id, [...(tags.get(id) ?? []), name]);
  return tags;
}
