import { addDays, startOfDay } from '#core/base/time.ts';
import type { Entry, EntryFilter } from '#core/compliance/entry.ts';
import { overContactEntry } from '#core/compliance/over-entry.ts';
import { overContactsOf } from '#core/consent/over-contact.ts';
import { historyMs, readContactHistories } from '#db/queries/contact-history.ts';
import { contactRulesOf } from '#db/queries/contact-rules.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** Clients judged with one round of queries. */
const clientsAtOnce = 200;

/**
 * Judges every contact of a range once more by all that is on file, however old: lists keep the last weeks only. Yields
 * what some clients' contacts amount to, in any order; whoever drives it leaves room for other work.
 */
export function* overContactEntries(
  db: ReadableDb,
  filter: Pick<EntryFilter, 'from' | 'to' | 'clientId'>,
): Generator<Entry[], void> {
  const [from, until] = [startOfDay(filter.from), startOfDay(addDays(filter.to, 1))];
  const rules = contactRulesOf(db);
  const clientIds = contactedIn(db, { from, until }).filter(
    (id) => filter.clientId === null || id === filter.clientId,
  );
  for (let start = 0; start < clientIds.length; start += clientsAtOnce) {
    const some = clientIds.slice(start, start + clientsAtOnce);
    const nameOf = namesOf(db, some);
    yield [...readContactHistories(db, some, from - historyMs)].flatMap(([clientId, history]) =>
      overContactsOf(history, rules, ({ startedAt }) => startedAt >= from && startedAt < until).map((over) =>
        overContactEntry(over, {
          clientId,
          clientName: nameOf.get(clientId) ?? null,
          managerName: nameOf.get(over.managerId) ?? null,
        }),
      ),
    );
  }
}

function contactedIn(
  db: ReadableDb,
  { from, until }: { readonly from: number; readonly until: number },
): string[] {
  return sql<{ id: string }>(
    db,
    'SELECT DISTINCT client_id AS id FROM contact WHERE started_at >= ? AND started_at < ? ORDER BY client_id',
  )
    .all(from, until)
    .map(({ id }) => id);
}

/** The names of some clients and of every manager. */
function namesOf(db: ReadableDb, clientIds: readonly string[]): Map<string, string> {
  const rows = sql<{ id: string; name: string }>(
    db,
    'SELECT id, name FROM client WHERE id IN (SELECT value FROM json_each(?)) UNION ALL SELECT id, name FROM manager',
  ).all(JSON.stringify(clientIds));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
