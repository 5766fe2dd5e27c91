import { dayMs, type Instant } from '#core/base/time.ts';
import type { Reason, TaskFields } from '#core/calls/contact.ts';
import type { PastContact } from '#core/calls/cooling.ts';
import { rungTimes, type LadderFacts, type RungTimes } from '#core/consent/ladder.ts';
import type { LedgerEntry } from '#core/consent/ledger.ts';
import type { TagSpan } from '#core/consent/marketing-free.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { reachedOutcomes } from '#db/queries/reached.ts';

/** Twice the longest rest: enough history for every rule of the gate. */
const historyMs = 180 * dayMs;

export interface OpenTaskRow extends Pick<TaskFields, 'kind' | 'dueAt' | 'text' | 'managerId'> {
  readonly id: string;
  readonly status: TaskFields['status'];
  /** The reason of the call that created it. */
  readonly origin: Reason | null;
}

/** Returns a client's consent ledger. */
export function ledgerOf(db: ReadableDb, clientId: string): LedgerEntry[] {
  return sql<Omit<LedgerEntry, 'given'> & { given: number }>(
    db,
    `SELECT channel, purpose, given, recorded_at AS recordedAt, expires_at AS expiresAt
     FROM consent WHERE client_id = ?`,
  )
    .all(clientId)
    .map((entry) => ({ ...entry, given: entry.given === 1 }));
}

/** Returns a client's contacts of the last 180 days that were not undone, oldest first. */
export function recentContacts(db: ReadableDb, clientId: string, now: Instant): PastContact[] {
  return sql<PastContact>(
    db,
    `SELECT channel, purpose, reason, outcome, started_at AS startedAt, ended_at AS endedAt
     FROM contact q WHERE client_id = ? AND started_at >= ?
       AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)
     ORDER BY started_at`,
  ).all(clientId, now - historyMs);
}

/** Returns a client's tags with their time. */
export function tagSpansOf(db: ReadableDb, clientId: string): TagSpan[] {
  return sql<TagSpan>(
    db,
    'SELECT name, set_at AS setAt, expires_at AS expiresAt FROM tag WHERE client_id = ?',
  ).all(clientId);
}

/**
 * Returns when a client came to stand on each rung of the ladder, by everything on file: of a history of thousands only
 * the contacts that may be the first of a rung are read.
 */
export function rungTimesOf(db: ReadableDb, clientId: string, registeredAt: Instant | null): RungTimes {
  const contacts = sql<LadderFacts['contacts'][number]>(db, firstsText).all(clientId, reachedOutcomes);
  return rungTimes({ registeredAt, contacts });
}

const isTalk =
  "q.channel = 'PHONE' AND q.outcome IN (SELECT value FROM json_each((SELECT reached FROM asked)))";
const isMessage = "q.channel IN ('SMS', 'WECHAT') AND q.outcome = 'SENT'";
const firstText = (is: string): string => `SELECT * FROM (
  SELECT channel, outcome, started_at AS startedAt FROM contact q WHERE q.client_id = (SELECT client FROM asked) AND ${is}
    AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)
  ORDER BY q.started_at LIMIT 1)`;
/** The first contact of each rung, oldest first; what keeps in touch comes after the first talk. */
const firstsText = `WITH asked(client, reached) AS (VALUES (?, ?)), talk AS MATERIALIZED (${firstText(isTalk)})
  SELECT * FROM talk
  UNION ${firstText(`(${isTalk} OR ${isMessage}) AND q.started_at > (SELECT startedAt FROM talk)`)}
  UNION ${firstText("q.channel = 'SALON'")}
  UNION ${firstText("q.outcome = 'INTERESTED'")}
  ORDER BY startedAt`;

/** True when the gate's verdict for a contact is kept already. */
export function isVerdictKept(db: ReadableDb, clientId: string, contactId: string): boolean {
  const text = 'SELECT 1 FROM contact_verdict WHERE client_id = ? AND contact_id = ?';
  return sql(db, text).get(clientId, contactId) !== undefined;
}

/** Returns a client's open tasks, earliest first. */
export function openTasksOf(db: ReadableDb, clientId: string): OpenTaskRow[] {
  return sql<OpenTaskRow>(
    db,
    `SELECT t.id, t.kind, t.due_at AS dueAt, t.text, t.status, t.manager_id AS managerId, o.reason AS origin
     FROM task t LEFT JOIN contact o ON o.id = t.from_contact_id
     WHERE t.client_id = ? AND t.status = 'OPEN' ORDER BY t.due_at, t.id`,
  ).all(clientId);
}
