import { isMainlandWorkday } from '#core/base/workday.ts';
import { overContactsOf } from '#core/consent/over-contact.ts';
import type { TimelineCursor, TimelineEntry } from '#core/clients/timeline.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { historyMs, readContactHistories } from '#db/queries/contact-history.ts';

/** Which part of a client's timeline: entries older than `before`, at most `limit`. */
export interface TimelinePage {
  readonly before: TimelineCursor | undefined;
  readonly limit: number;
}

/**
 * Returns one page of everything that happened with a client, newest first, equal instants by id. `next` is where
 * the following page starts; null at the end.
 */
export function readTimeline(
  db: ReadableDb,
  clientId: string,
  { before, limit }: TimelinePage,
): { entries: TimelineEntry[]; next: TimelineCursor | null } {
  const from = before ?? { at: Number.MAX_SAFE_INTEGER, id: '' };
  const found = sources.flatMap(({ text, shape }) =>
    sql<Row>(db, text)
      .all(clientId, from.at, from.at, from.id, limit + 1)
      .map((row) => shape({ ...row, isPending: row['seq'] === 0 })),
  );
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
  const overs = history ? overContactsOf(history, isMainlandWorkday, ({ id }) => shown.has(id)) : [];
  const byContact = new Map(
    overs.map(({ contactId, verdict: { code, ruleId } }) => [contactId, { code, ruleId }]),
  );
  return entries.map((entry) =>
    entry.kind === 'CONTACT' ? { ...entry, over: byContact.get(entry.id) ?? null } : entry,
  );
}

type Row = Record<string, unknown>;
interface Source {
  readonly text: string;
  readonly shape: (row: Row & { isPending: boolean }) => TimelineEntry;
}
interface SourceParts {
  readonly table: string;
  readonly at: string;
  readonly fields: string;
  readonly joins?: string;
  readonly owner?: string;
  readonly where?: string;
}

function source(kind: TimelineEntry['kind'], parts: SourceParts, flags: readonly string[] = []): Source {
  const { table, at, fields, joins = '', owner = 't.client_id', where = '' } = parts;
  const text = `SELECT t.id, t.${at} AS at, t.seq, ${fields} FROM ${table} t ${joins}
    WHERE ${owner} = ? ${where} AND (t.${at} < ? OR (t.${at} = ? AND t.id < ?))
    ORDER BY t.${at} DESC, t.id DESC LIMIT ?`;
  const shape = ({ seq: _seq, ...row }: Row & { isPending: boolean }): TimelineEntry => {
    const read = Object.fromEntries(flags.map((name) => [name, row[name] === 1]));
    return { kind, ...row, ...read } as unknown as TimelineEntry;
  };
  return { text, shape };
}

function manager(column: string): string {
  return `LEFT JOIN manager m ON m.id = t.${column}`;
}

const sources: readonly Source[] = [
  source(
    'CONTACT',
    {
      table: 'contact',
      at: 'started_at',
      fields: `m.name AS "by", t.channel, t.purpose, t.outcome, t.note, t.ended_at - t.started_at AS durationMs,
        EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = t.id) AS isUndone`,
      joins: manager('manager_id'),
    },
    ['isUndone'],
  ),
  source('NOTE', {
    table: 'note',
    at: 'written_at',
    fields: 'm.name AS "by", t.text',
    joins: manager('manager_id'),
  }),
  source(
    'RISK_TEST',
    {
      table: 'risk_test',
      at: 'taken_at',
      fields: `m.name AS "by", t.level, t.score, t.voided_reason IS NOT NULL AS isVoid,
        (SELECT p.level FROM risk_test p WHERE p.client_id = t.client_id AND p.voided_reason IS NULL
           AND (p.taken_at < t.taken_at OR (p.taken_at = t.taken_at AND p.id < t.id))
         ORDER BY p.taken_at DESC, p.id DESC LIMIT 1) AS previousLevel`,
      joins: manager('manager_id'),
    },
    ['isVoid'],
  ),
  source('ACTIVITY', {
    table: 'activity',
    at: 'happened_at',
    fields: 'NULL AS "by", t.kind AS activity, t.amount_fen AS amountFen, p.name AS productName',
    joins: 'LEFT JOIN product p ON p.id = t.product_id',
  }),
  source(
    'CONSENT',
    {
      table: 'consent',
      at: 'recorded_at',
      fields: 'm.name AS "by", t.channel, t.purpose, t.given, t.evidence',
      joins: manager('recorded_by'),
    },
    ['given'],
  ),
  source('EVENT', {
    table: 'guest',
    at: 'state_at',
    fields: 'm.name AS "by", t.event_id AS eventId, e.title, t.state',
    joins: `LEFT JOIN event e ON e.id = t.event_id ${manager('host_manager_id')}`,
  }),
  source('CHECK_IN', {
    table: 'check_in',
    at: 'at',
    fields: 'm.name AS "by", t.event_id AS eventId, e.title, t.kind AS checkIn',
    joins: `JOIN guest g ON g.id = t.guest_id AND g.event_id = t.event_id LEFT JOIN event e ON e.id = t.event_id ${manager('manager_id')}`,
    owner: 'g.client_id',
  }),
  source('TAG', { table: 'tag', at: 'set_at', fields: 'm.name AS "by", t.name', joins: manager('set_by') }),
  source('REVEAL', {
    table: 'reveal',
    at: 'revealed_at',
    fields: 'm.name AS "by", t.reason',
    joins: manager('manager_id'),
  }),
];
