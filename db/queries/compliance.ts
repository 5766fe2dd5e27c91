import { addDays, startOfDay, type Instant } from '#core/base/time.ts';
import {
  compareEntries,
  entryKinds,
  type Entry,
  type EntryFilter,
  type EntryKind,
  type EntryPlace,
} from '#core/compliance/entry.ts';
import type { Entity } from '#core/sync/entities.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode, tableOf } from '#db/rows.ts';

/** Where one kind of entry lies: its table as `r`, and what the list shows of a row. */
interface Source {
  readonly from: string;
  readonly at: string;
  readonly client: string;
  readonly manager: string;
  readonly code: string;
  readonly product?: string;
  readonly reason?: string;
  readonly state?: string;
  readonly rule?: readonly [id: string, book: string, article: string, version: string];
  /** The row in full, for an export; null where the entry itself is all there is. */
  readonly entity: Entity | null;
}

const verdict = (path: string): string => `json_extract(r.verdict_json, '$.${path}')`;
const mine = { client: 'r.client_id', manager: 'r.manager_id' };
const contactRule = ['r.rule_id', "'POLICY'", "''", 'CAST(r.policy_version AS TEXT)'] as const;

const sources: Record<EntryKind, Source> = {
  TEST: {
    ...mine,
    from: 'risk_test r',
    at: 'r.taken_at',
    code: 'r.level',
    reason: 'r.retest_reason',
    state: 'r.voided_reason',
    entity: 'riskTest',
  },
  LEVEL_LEFT: {
    ...mine,
    from: 'test_attempt r WHERE NOT EXISTS (SELECT 1 FROM risk_test t WHERE t.id = r.id)',
    at: 'r.shown_at',
    code: 'r.level',
    entity: 'testAttempt',
  },
  VERDICT: {
    ...mine,
    from: 'verdict r',
    at: 'r.judged_at',
    code: verdict('outcome'),
    product: 'r.product_id',
    state: 'r.use',
    rule: [verdict('rule.id'), verdict('rule.book'), verdict('rule.article'), verdict('rule.version')],
    entity: 'verdict',
  },
  STEP: {
    client: 'r.client_id',
    manager: 'r.recorded_by',
    from: 'suitability_step r',
    at: 'r.recorded_at',
    code: 'r.code',
    product: 'r.product_id',
    reason: 'r.said',
    entity: 'suitabilityStep',
  },
  OVERRIDE: {
    client: '(SELECT g.client_id FROM guest g WHERE g.id = r.guest_id)',
    manager: 'r.manager_id',
    from: 'check_in r WHERE r.override_reason IS NOT NULL',
    at: 'r.at',
    code: 'r.kind',
    reason: 'r.override_reason',
    state: '(SELECT e.title FROM event e WHERE e.id = r.event_id)',
    entity: 'checkIn',
  },
  CONTACT_OVERRIDE: {
    ...mine,
    from: 'contact_override r',
    at: 'r.recorded_at',
    code: 'r.code',
    reason: 'r.reason',
    entity: 'contactOverride',
  },
  REVEAL: {
    ...mine,
    from: 'reveal r',
    at: 'r.revealed_at',
    code: 'r.reason',
    state: 'r.field',
    entity: 'reveal',
  },
  CONTACT_REFUSED: {
    ...mine,
    from: "contact_verdict r WHERE r.code <> 'OK'",
    at: 'r.judged_at',
    code: 'r.code',
    state: 'r.channel',
    rule: contactRule,
    entity: 'contactVerdict',
  },
  OVER_CONTACT: {
    ...mine,
    from: 'over_contact r',
    at: 'r.at',
    code: 'r.code',
    state: 'r.channel',
    rule: contactRule,
    entity: null,
  },
};

interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** Returns how many entries of each kind a range holds, those of none included. */
export function countEntries(db: ReadableDb, filter: Omit<EntryFilter, 'kinds'>): Record<EntryKind, number> {
  const { from, until } = spanOf(filter);
  const counts = {} as Record<EntryKind, number>;
  for (const kind of entryKinds) {
    counts[kind] = countOf(db, kind, [from, until, ...clientOf(filter)]);
  }
  return counts;
}

/** Returns entries newest first, at most `limit`, those before a place where one is given. */
export function listEntries(
  db: ReadableDb,
  filter: EntryFilter,
  page: { readonly before: EntryPlace | null; readonly limit: number },
): Entry[] {
  return readEntries(db, filter, { place: page.before, limit: page.limit, order: 'DESC' });
}

/** Returns the next entries in the order of time, at most `limit`, after a place where one is given. */
export function entriesAfter(
  db: ReadableDb,
  filter: EntryFilter,
  page: { readonly after: EntryPlace | null; readonly limit: number },
): Entry[] {
  return readEntries(db, filter, { place: page.after, limit: page.limit, order: 'ASC' });
}

/** Returns the rows behind some entries in full, by kind and id; an entry that has none is left out. */
export function entryRows(
  db: ReadableDb,
  entries: readonly Pick<Entry, 'kind' | 'id'>[],
): Map<string, Readonly<Record<string, unknown>>> {
  const rows = new Map<string, Readonly<Record<string, unknown>>>();
  for (const [kind, ofKind] of Map.groupBy(entries, (one) => one.kind)) {
    const { entity } = sources[kind];
    if (entity === null) continue;
    const text = `SELECT * FROM ${tableOf(entity).name} WHERE id IN (SELECT value FROM json_each(?))`;
    const ids = JSON.stringify(ofKind.map(({ id }) => id));
    for (const record of sql<Record<string, unknown>>(db, text).all(ids)) {
      rows.set(`${kind}/${String(record['id'])}`, decode(entity, record));
    }
  }
  return rows;
}

function readEntries(
  db: ReadableDb,
  filter: EntryFilter,
  { place, limit, order }: { place: EntryPlace | null; limit: number; order: 'ASC' | 'DESC' },
): Entry[] {
  const kinds = filter.kinds.length === 0 ? entryKinds : filter.kinds;
  const { from, until } = spanOf(filter);
  const [low, high] = order === 'ASC' ? [place?.at ?? from, until] : [from, (place?.at ?? until - 1) + 1];
  const client = clientOf(filter);
  const select = (kind: EntryKind): string => selectOf(kind, client.length > 0);
  const parts = kinds.map(
    (kind) => `SELECT * FROM (${select(kind)} ORDER BY at ${order}, id ${order} LIMIT ?)`,
  );
  // A page may begin amid rows of one instant: as many more are read as that instant has.
  const text = `SELECT e.*, c.name AS clientName, m.name AS managerName, p.name AS productName
    FROM (${parts.join(' UNION ALL ')}) e
    LEFT JOIN client c ON c.id = e.clientId LEFT JOIN manager m ON m.id = e.managerId
    LEFT JOIN product p ON p.id = e.productId
    ORDER BY e.at ${order}, e.kind ${order}, e.id ${order}`;
  const most = limit + (place === null ? 0 : sameInstant(db, kinds, place.at));
  const given = kinds.flatMap(() => [low, high, ...client, most]);
  return sql<Entry>(db, text)
    .all(...given)
    .filter((one) => place === null || isBeyond(one, place, order))
    .slice(0, limit);
}

function sameInstant(db: ReadableDb, kinds: readonly EntryKind[], at: Instant): number {
  return Math.max(...kinds.map((kind) => countOf(db, kind, [at, at + 1])));
}

/** Counts a kind between two instants; of one client where a third value names it. */
function countOf(db: ReadableDb, kind: EntryKind, given: readonly (Instant | string)[]): number {
  const text = `SELECT count(*) AS count FROM ${within(sources[kind], given.length > 2)}`;
  return sql<{ count: number }>(db, text).get(...given)?.count ?? 0;
}

function clientOf({ clientId }: Pick<EntryFilter, 'clientId'>): readonly string[] {
  return clientId === null ? [] : [clientId];
}

function isBeyond(one: EntryPlace, place: EntryPlace, order: 'ASC' | 'DESC'): boolean {
  const later = compareEntries(one, place);
  return order === 'ASC' ? later > 0 : later < 0;
}

function selectOf(kind: EntryKind, isOfClient: boolean): string {
  const source = sources[kind];
  const { at, client, manager, code, product = 'NULL', reason = 'NULL', state = 'NULL' } = source;
  const [ruleId, book, article, version] = source.rule ?? ['NULL', 'NULL', 'NULL', 'NULL'];
  const id = kind === 'OVER_CONTACT' ? 'r.contact_id' : 'r.id';
  return `SELECT '${kind}' AS kind, ${id} AS id, ${at} AS at, ${client} AS clientId, ${manager} AS managerId,
    ${product} AS productId, ${code} AS code, nullif(${reason}, '') AS reason, ${state} AS state,
    ${ruleId} AS ruleId, ${book} AS book, nullif(${article}, '') AS article, ${version} AS version
    FROM ${within(source, isOfClient)}`;
}

/** A source between two instants, and of one client where told; takes from, until and that client. */
function within({ from, at, client }: Source, isOfClient: boolean): string {
  const word = from.includes(' WHERE ') ? 'AND' : 'WHERE';
  return `${from} ${word} ${at} >= ? AND ${at} < ?${isOfClient ? ` AND ${client} = ?` : ''}`;
}

function spanOf({ from, to }: Pick<EntryFilter, 'from' | 'to'>): Span {
  return { from: startOfDay(from), until: startOfDay(addDays(to, 1)) };
}
