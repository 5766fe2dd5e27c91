import { addDays, startOfDay, type BusinessDay } from '#core/base/time.ts';
import { completenessOf } from '#core/clients/completeness.ts';
import { foldName, readingsOf } from '#core/clients/name-terms.ts';
import {
  consentedChannels,
  consentStanding,
  isDoNotContact,
  type LedgerEntry,
} from '#core/consent/ledger.ts';
import { churnOf } from '#core/lifecycle/churn.ts';
import { lastTradeAt, noFacts, type LifecycleFacts } from '#core/lifecycle/facts.ts';
import { stageOf } from '#core/lifecycle/stage.ts';
import { currentLevel, levelCounts, type Standing } from '#core/risk/level.ts';
import { channelField } from '#core/sync/fields.ts';
import { readSummaryFacts, type ClientBase, type SummaryFacts } from '#db/changes/summary-facts.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { indexClients, type IndexedClient } from '#db/search/client-index.ts';
import { clientTerms, indexedAs, isIndexedUnder } from '#db/search/client-terms.ts';

/**
 * Makes the summaries of some clients anew from the facts on file, as of a business day, and indexes those whose
 * name, phone or band changed. A client that is gone loses its summary and, by a trigger, its terms.
 */
export function summarise(db: WritableDb, ids: readonly string[], today: BusinessDay): void {
  const facts = readSummaryFacts(db, ids, today);
  const known = readKnown(db, ids);
  const toIndex: IndexedClient[] = [];
  for (const client of facts.clients) {
    const before = known.get(client.id);
    known.delete(client.id);
    const aumFen = facts.holdings.get(client.id)?.heldFen ?? client.statedAssetsFen ?? 0;
    const searched = { name: client.name, phone: client.phone, aumFen };
    const text = indexedAs(searched);
    const was = before?.['indexed_as'] as string | undefined;
    const readings = was === text ? [] : readingsOf(client.name);
    const isNamed = was !== undefined && isIndexedUnder(was, client.name);
    const sort = isNamed ? before?.['name_sort'] : nameSort(client.name, readings);
    const values = [client.id, sort, ...summaryOf(client, { facts, aumFen, today }), text];
    const rid = writeSummary(db, before, values);
    if (was !== text) toIndex.push({ rid, isNew: !before, terms: clientTerms(searched, readings) });
  }
  for (const gone of known.values()) sql(db, 'DELETE FROM client_summary WHERE rid = ?').run(gone['rid']);
  indexClients(db, toIndex);
}

const columns = [
  'client_id',
  'name_sort',
  'tier',
  'city',
  'owner_manager_id',
  'has_phone',
  'aum_fen',
  'stage',
  'golden_days_left',
  'level',
  'level_through',
  'level_ended_on',
  'churn_score',
  'churn_reasons',
  'last_contact_at',
  'last_reached_at',
  'last_login_at',
  'last_trade_at',
  'next_task_at',
  'next_maturity_on',
  'is_blocked',
  'completeness',
  'next_question',
  'is_holder',
  'lacks',
  'computed_on',
  'indexed_as',
];
const insert = `INSERT INTO client_summary (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;

type KnownSummary = Readonly<Record<string, unknown>>;
interface Known {
  readonly facts: SummaryFacts;
  readonly aumFen: number;
  readonly today: BusinessDay;
}

/** Writes what differs only: an unchanged column costs none of the indexes it is in. Returns the client's number. */
function writeSummary(db: WritableDb, before: KnownSummary | undefined, values: readonly unknown[]): number {
  if (!before) return Number(sql(db, insert).run(...values).lastInsertRowid);
  const rid = before['rid'] as number;
  const changed = columns.flatMap((column, index) =>
    before[column] === values[index] ? [] : [{ column, value: values[index] }],
  );
  if (changed.length === 0) return rid;
  const assignments = changed.map(({ column }) => `${column} = ?`).join(', ');
  sql(db, `UPDATE client_summary SET ${assignments} WHERE rid = ?`).run(
    ...changed.map(({ value }) => value),
    rid,
  );
  return rid;
}

function readKnown(db: WritableDb, ids: readonly string[]): Map<string, KnownSummary> {
  const rows = sql<KnownSummary>(
    db,
    'SELECT * FROM client_summary WHERE client_id IN (SELECT value FROM json_each(?))',
  ).all(JSON.stringify(ids));
  return new Map(rows.map((row) => [row['client_id'] as string, row]));
}

/** Returns the values of the columns from `tier` to `computed_on`. */
function summaryOf(client: ClientBase, known: Known): unknown[] {
  const { facts, aumFen, today } = known;
  const ledger = facts.ledgers.get(client.id) ?? [];
  const lifecycle = lifecycleOf(client, known, ledger);
  const churn = churnOf(lifecycle, today);
  const stage = stageOf({ facts: lifecycle, churnScore: churn.score, today });
  const tests = facts.tests.get(client.id) ?? [];
  const standing = currentLevel(tests, endOfDay(today), facts.reported.get(client.id)?.changedAt);
  const completeness = completenessOf({
    client: { ...client, phoneUsable: client.phoneUsable === 1 },
    hasConsent: consentedChannels(ledger, 'MARKETING', startOfDay(today)).length > 0,
    hasValidTest: levelCounts(standing),
  });
  const contact = facts.contacts.get(client.id);
  return [
    client.tier,
    client.city,
    client.ownerManagerId,
    client.phone !== null && client.phoneUsable === 1 ? 1 : 0,
    aumFen,
    stage.stage,
    stage.goldenDaysLeft,
    standing?.level ?? null,
    standing && lastDayOf(standing),
    standing?.endedOn ?? null,
    churn.score,
    JSON.stringify(churn.reasons),
    contact?.lastContactAt ?? null,
    contact?.lastReachedAt ?? null,
    lifecycle.lastLoginAt,
    lastTradeAt(lifecycle),
    facts.tasks.get(client.id)?.nextTaskAt ?? null,
    facts.holdings.get(client.id)?.nextMaturityOn ?? null,
    isDoNotContact(ledger) ? 1 : 0,
    completeness.percent,
    completeness.next,
    facts.holdings.has(client.id) ? 1 : 0,
    lacks(client),
    today,
  ];
}

/** The last day on which a level counts: the one before the change that ended it. */
function lastDayOf({ validThrough, endedOn }: Standing): BusinessDay {
  return endedOn === null ? validThrough : addDays(endedOn, -1);
}

/** Which facts a verdict rests on are missing, as the list of gaps reads it: 1 birth date, 2 capacity. */
function lacks({ birthDay, capacity }: ClientBase): number {
  return Number(birthDay === null) + 2 * Number(capacity === null);
}

function lifecycleOf(
  client: ClientBase,
  { facts, aumFen, today }: Known,
  ledger: readonly LedgerEntry[],
): LifecycleFacts {
  return {
    ...noFacts,
    ...facts.activities.get(client.id),
    registeredAt: client.registeredAt,
    aumFen,
    moves: facts.moves.get(client.id) ?? [],
    recentNotNow: facts.contacts.get(client.id)?.recentNotNow ?? 0,
    hasOptedOut: ledger.length > 0 && hasOptedOut(ledger, today),
    hasOpenComplaint: (facts.tasks.get(client.id)?.complaints ?? 0) > 0,
    declinedInARow: facts.declined.get(client.id) ?? 0,
  };
}

/** True when marketing is withdrawn on any channel, or everything is. */
function hasOptedOut(ledger: readonly LedgerEntry[], today: BusinessDay): boolean {
  if (isDoNotContact(ledger)) return true;
  return channelField.options.some(
    (channel) =>
      consentStanding(ledger, { channel, purpose: 'MARKETING' }, startOfDay(today)) === 'WITHDRAWN',
  );
}

/** Sorts by syllable, then by character: 王安 before 王小明, both before 旺财. */
function nameSort(name: string, readings: readonly (readonly string[])[]): string {
  return `${(readings[0] ?? []).join(' ')} ${foldName(name)}`;
}

function endOfDay(day: BusinessDay): number {
  return startOfDay(addDays(day, 1)) - 1;
}
