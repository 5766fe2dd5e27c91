import { overContactsOf } from '#core/consent/over-contact.ts';
import {
  timelineFilter,
  type TimelineCursor,
  type TimelineEntry,
  type TimelineFilter,
} from '#core/clients/timeline.ts';
import { addDays, startOfDay } from '#core/base/time.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { contactRulesOf } from '#db/queries/contact-rules.ts';
import { historyMs, readContactHistories } from '#db/queries/contact-history.ts';
import { timelineSources, type TimelineSource } from '#db/queries/timeline-sources.ts';

/** Which part of a client's timeline: entries older than `before`, at most `limit`. */
export interface TimelinePage {
  readonly before: TimelineCursor | undefined;
  readonly limit: number;
  readonly filter?: TimelineFilter;
}

const everything = timelineFilter.parse({});

/**
 * Returns one page of everything that happened with a client, newest first, equal instants by id. `next` is where
 * the following page starts; null at the end.
 */
export function readTimeline(
  db: ReadableDb,
  clientId: string,
  { before, limit, filter = everything }: TimelinePage,
): { entries: TimelineEntry[]; next: TimelineCursor | null } {
  const from = before ?? { at: Number.MAX_SAFE_INTEGER, id: '' };
  const found = timelineSources.flatMap((source) => {
    const narrowed = narrow(source, filter);
    if (!narrowed) return [];
    return sql<Record<string, unknown>>(db, source.text(narrowed.where))
      .all(clientId, ...narrowed.values, from.at, from.at, from.id, limit + 1)
      .map((row) => source.shape({ ...row, isPending: row['seq'] === 0 }));
  });
  const sorted = found.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const entries = withOverContacts(db, clientId, sorted.slice(0, limit));
  const last = entries.at(-1);
  return { entries, next: last && sorted.length > limit ? { at: last.at, id: last.id } : null };
}

/** Says of the contacts on a page which ones the client's whole history forbade. */
function withOverContacts(db: ReadableDb, clientId: string, entries: TimelineEntry[]): TimelineEntry[] {
  const contacts = entries.filter(({ kind }) => kind === 'CONTACT');
  const oldest = contacts.at(-1)?.at;
  if (oldest === undefined) return entries;
  const shown = new Set(contacts.map(({ id }) => id));
  const history = readContactHistories(db, [clientId], oldest - historyMs).get(clientId);
  const overs = history ? overContactsOf(history, contactRulesOf(db), ({ id }) => shown.has(id)) : [];
  const byContact = new Map(
    overs.map(({ contactId, verdict: { code, ruleId } }) => [contactId, { code, ruleId }]),
  );
  return entries.map((entry) =>
    entry.kind === 'CONTACT' ? { ...entry, over: byContact.get(entry.id) ?? null } : entry,
  );
}

/** Returns what a filter asks of one kind of entry as SQL, or null where it lets none of it through. */
function narrow(
  { kinds, at, manager }: TimelineSource,
  filter: TimelineFilter,
): { where: string; values: unknown[] } | null {
  const wanted = filter.kinds;
  const isContact = kinds === 'CHANNEL';
  if (wanted && !isContact && !kinds.some((kind) => wanted.includes(kind))) return null;
  if ((filter.outcome !== null && !isContact) || (filter.managerId !== null && manager === null)) return null;
  const parts: [string, unknown][] = [];
  if (wanted && isContact)
    parts.push(['t.channel IN (SELECT value FROM json_each(?))', JSON.stringify(wanted)]);
  if (filter.outcome !== null) parts.push(['t.outcome = ?', filter.outcome]);
  if (filter.managerId !== null) parts.push([`t.${manager} = ?`, filter.managerId]);
  if (filter.from !== null) parts.push([`t.${at} >= ?`, startOfDay(filter.from)]);
  if (filter.until !== null) parts.push([`t.${at} < ?`, startOfDay(addDays(filter.until, 1))]);
  return {
    where: parts.map(([text]) => `AND ${text}`).join(' '),
    values: parts.map(([, value]) => value),
  };
}
