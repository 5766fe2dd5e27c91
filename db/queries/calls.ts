import type { Instant } from '#core/base/time.ts';
import type { ContactFields, Outcome, TaskFields } from '#core/calls/contact.ts';
import type { QuestionCode } from '#core/clients/completeness.ts';
import type { EventFields, GuestFields } from '#core/events/event.ts';
import type { SkipCode } from '#core/calls/dispositions.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

export interface ContactRow extends ContactFields {
  readonly id: string;
  readonly managerName: string | null;
  /** The kind of the task it answered. */
  readonly taskKind: TaskFields['kind'] | null;
}

/** Returns a client's newest contacts that were not undone, newest first. */
export function lastContacts(db: ReadableDb, clientId: string, count: number): ContactRow[] {
  return sql<ContactRow>(
    db,
    `SELECT q.id, q.client_id AS clientId, q.manager_id AS managerId, q.channel, q.purpose, q.reason, q.outcome,
       q.note, q.started_at AS startedAt, q.ended_at AS endedAt, q.task_id AS taskId, m.name AS managerName,
       k.kind AS taskKind
     FROM contact q LEFT JOIN manager m ON m.id = q.manager_id LEFT JOIN task k ON k.id = q.task_id
     WHERE q.client_id = ? AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)
     ORDER BY q.started_at DESC LIMIT ?`,
  ).all(clientId, count);
}

/** Returns the tasks a contact created, earliest first. */
export function tasksFromContact(
  db: ReadableDb,
  clientId: string,
  contactId: string,
): { id: string; kind: TaskFields['kind']; dueAt: Instant; status: TaskFields['status'] }[] {
  return sql<{ id: string; kind: TaskFields['kind']; dueAt: Instant; status: TaskFields['status'] }>(
    db,
    `SELECT id, kind, due_at AS dueAt, status FROM task
     WHERE client_id = ? AND from_contact_id = ? ORDER BY due_at, id`,
  ).all(clientId, contactId);
}

export interface SummaryRow {
  readonly aumFen: number;
  readonly stage: string;
  readonly goldenDaysLeft: number | null;
  readonly level: string | null;
  readonly levelThrough: string | null;
  readonly levelEndedOn: string | null;
  readonly churnScore: number;
  readonly churnReasons: string;
  readonly lastContactAt: Instant | null;
  readonly lastLoginAt: Instant | null;
  readonly lastTradeAt: Instant | null;
  readonly completeness: number;
}

/** Returns what is derived of a client, or null before anything was. */
export function summaryOf(db: ReadableDb, clientId: string): SummaryRow | null {
  const found = sql<SummaryRow>(
    db,
    `SELECT aum_fen AS aumFen, stage, golden_days_left AS goldenDaysLeft, level, level_through AS levelThrough,
       level_ended_on AS levelEndedOn,
       churn_score AS churnScore, churn_reasons AS churnReasons, last_contact_at AS lastContactAt,
       last_login_at AS lastLoginAt, last_trade_at AS lastTradeAt, completeness
     FROM client_summary WHERE client_id = ?`,
  ).get(clientId);
  return found ?? null;
}

export interface SalonRow
  extends Pick<GuestFields, 'state'>, Pick<EventFields, 'startsAt' | 'title' | 'venue'> {
  readonly id: string;
  readonly eventId: string;
  readonly eventStatus: EventFields['status'];
  readonly isFull: boolean;
}

/**
 * Returns the client's guest row at the next salon that has not begun, or null. `ASKED` prefers the invitation
 * still to be answered, the latest one first: that is the one the client was just asked about.
 */
export function nextSalonOf(
  db: ReadableDb,
  clientId: string,
  now: Instant,
  prefer: 'SOONEST' | 'ASKED' = 'SOONEST',
): SalonRow | null {
  const asked = `g.state IN ('candidate', 'invited', 'tentative', 'no_reply', 'declined') DESC, g.invited_at DESC,`;
  const found = sql<Omit<SalonRow, 'isFull'> & { free: number }>(
    db,
    `SELECT g.id, g.state, e.id AS eventId, e.title, e.venue, e.starts_at AS startsAt, e.status AS eventStatus,
       e.capacity - (SELECT count(*) FROM guest o WHERE o.event_id = e.id
         AND o.state IN ('accepted', 'confirmed', 'walk_in')) AS free
     FROM guest g JOIN event e ON e.id = g.event_id
     WHERE g.client_id = ? AND e.starts_at > ? AND e.status IN ('PLANNED', 'OPEN') AND g.state <> 'cancelled'
     ORDER BY ${prefer === 'ASKED' ? asked : ''} e.starts_at, g.id LIMIT 1`,
  ).get(clientId, now);
  if (!found) return null;
  const { free, ...salon } = found;
  return { ...salon, isFull: free <= 0 };
}

/** Returns the next salon with a free seat to which a client was not invited yet, or null: what one key invites to. */
export function nextOpenSalon(
  db: ReadableDb,
  clientId: string,
  now: Instant,
): { eventId: string; title: string; startsAt: Instant; isLeftOut: boolean } | null {
  const found = sql<{ eventId: string; title: string; startsAt: Instant; side: number | null }>(
    db,
    `SELECT e.id AS eventId, e.title, e.starts_at AS startsAt,
       (SELECT a.is_invited FROM event_arm a WHERE a.event_id = e.id AND a.client_id = ?
        ORDER BY a.drawn_at, a.id LIMIT 1) AS side
     FROM event e
     WHERE e.starts_at > ? AND e.status IN ('PLANNED', 'OPEN')
       AND e.capacity > (SELECT count(*) FROM guest o WHERE o.event_id = e.id
         AND o.state IN ('accepted', 'confirmed', 'walk_in'))
       AND NOT EXISTS (SELECT 1 FROM guest g WHERE g.event_id = e.id AND g.client_id = ?
         AND g.state NOT IN ('cancelled', 'candidate'))
     ORDER BY e.starts_at, e.id LIMIT 1`,
  ).get(clientId, now, clientId);
  if (!found) return null;
  const { side, ...salon } = found;
  return { ...salon, isLeftOut: side === 0 };
}

/** Returns the client's next maturing holding with its product, or null. */
export function nextMaturityOf(
  db: ReadableDb,
  clientId: string,
  today: string,
): { day: string; amountFen: number; productId: string; product: string | null } | null {
  const found = sql<{ day: string; amountFen: number; productId: string; product: string | null }>(
    db,
    `SELECT h.matures_on AS day, h.amount_fen AS amountFen, h.product_id AS productId, p.name AS product
     FROM holding h LEFT JOIN product p ON p.id = h.product_id
     WHERE h.client_id = ? AND h.matures_on >= ? ORDER BY h.matures_on, h.id LIMIT 1`,
  ).get(clientId, today);
  return found ?? null;
}

/** Counts a manager's calls that began in [from, until) and were not undone, by outcome. */
export function countOutcomes(
  db: ReadableDb,
  managerId: string,
  span: { readonly from: Instant; readonly until: Instant },
): { outcome: Outcome; count: number }[] {
  return sql<{ outcome: Outcome; count: number }>(
    db,
    `SELECT outcome, count(*) AS count FROM contact q
     WHERE started_at >= ? AND started_at < ? AND manager_id = ? AND channel = 'PHONE'
       AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)
     GROUP BY outcome`,
  ).all(span.from, span.until, managerId);
}

/** Returns a manager's calls that began in [from, until) and were not undone. */
export function callsIn(
  db: ReadableDb,
  managerId: string,
  span: { readonly from: Instant; readonly until: Instant },
): Pick<ContactFields, 'outcome' | 'startedAt' | 'endedAt'>[] {
  return sql<Pick<ContactFields, 'outcome' | 'startedAt' | 'endedAt'>>(
    db,
    `SELECT outcome, started_at AS startedAt, ended_at AS endedAt FROM contact q
     WHERE started_at >= ? AND started_at < ? AND manager_id = ? AND channel = 'PHONE'
       AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)`,
  ).all(span.from, span.until, managerId);
}

/** Counts a manager's contacts of every channel in a span, complaints and over-contacts among them. */
export function countConduct(
  db: ReadableDb,
  managerId: string,
  span: { readonly from: Instant; readonly until: Instant },
): { contacts: number; complaints: number; overContacts: number } {
  const found = sql<{ contacts: number; complaints: number | null }>(
    db,
    `SELECT count(*) AS contacts, sum(outcome = 'COMPLAINT') AS complaints FROM contact q
     WHERE started_at >= ? AND started_at < ? AND manager_id = ?
       AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)`,
  ).get(span.from, span.until, managerId);
  const over = sql<{ n: number }>(
    db,
    'SELECT count(*) AS n FROM over_contact WHERE at >= ? AND at < ? AND manager_id = ?',
  ).get(span.from, span.until, managerId);
  return { contacts: found?.contacts ?? 0, complaints: found?.complaints ?? 0, overContacts: over?.n ?? 0 };
}

/** Counts callbacks that fell due in a span, and those called within `toleranceMs` of the agreed time. */
export function countCallbacks(
  db: ReadableDb,
  managerId: string,
  span: { readonly from: Instant; readonly until: Instant; readonly toleranceMs: number },
): { due: number; kept: number } {
  const found = sql<{ due: number; kept: number | null }>(
    db,
    `SELECT count(*) AS due, sum(EXISTS (SELECT 1 FROM contact q WHERE q.client_id = t.client_id AND q.channel = 'PHONE'
         AND q.started_at BETWEEN t.due_at - ? AND t.due_at + ?
         AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id))) AS kept
     FROM task t WHERE t.kind = 'CALLBACK' AND t.manager_id = ? AND t.status <> 'CANCELLED'
       AND t.due_at >= ? AND t.due_at < ?`,
  ).get(span.toleranceMs, span.toleranceMs, managerId, span.from, span.until);
  return { due: found?.due ?? 0, kept: found?.kept ?? 0 };
}

export interface Skip {
  readonly clientId: string;
  readonly reason: SkipCode;
  readonly at: Instant;
  readonly until: Instant;
}

/** The keys under which this workstation remembers skipped clients; never synced. */
export const skipKeys = { from: 'call-skip:', until: 'call-skip;' } as const;

/** Returns the clients this workstation lets wait at an instant. */
export function skippedClients(db: ReadableDb, now: Instant): Set<string> {
  const values = sql<{ value: string }>(db, 'SELECT value FROM local_setting WHERE key >= ? AND key < ?').all(
    skipKeys.from,
    skipKeys.until,
  );
  const skips = values.map(({ value }) => JSON.parse(value) as Skip);
  return new Set(skips.filter(({ until }) => until > now).map(({ clientId }) => clientId));
}

/** The keys under which this workstation keeps what takes a call back; never synced. */
export const undoKeys = { from: 'call-undo:', until: 'call-undo;' } as const;

/** Returns what takes a call back as it was kept, as JSON, or null. */
export function readUndo(db: ReadableDb, contactId: string): string | null {
  const text = 'SELECT value FROM local_setting WHERE key = ?';
  return sql<{ value: string }>(db, text).get(`${undoKeys.from}${contactId}`)?.value ?? null;
}

/** Returns the newest call that is kept to be taken back, with the client's name, or null. */
export function newestUndo(
  db: ReadableDb,
): { contactId: string; clientId: string; name: string; outcome: Outcome } | null {
  const found = sql<{ contactId: string; clientId: string; name: string; outcome: Outcome }>(
    db,
    `SELECT q.id AS contactId, q.client_id AS clientId, c.name, q.outcome
     FROM local_setting l JOIN contact q ON q.id = substr(l.key, ?) JOIN client c ON c.id = q.client_id
     WHERE l.key >= ? AND l.key < ? AND q.outcome <> 'SENT' ORDER BY json_extract(l.value, '$.at') DESC LIMIT 1`,
  ).get(undoKeys.from.length + 1, undoKeys.from, undoKeys.until);
  return found ?? null;
}

/** Where this workstation keeps which questions a client would rather not answer for now; never synced. */
export const restKey = 'call-rest:';

/** Returns the questions a client would rather not answer at an instant. */
export function restingQuestions(db: ReadableDb, clientId: string, now: Instant): Set<QuestionCode> {
  const values = sql<{ value: string }>(db, 'SELECT value FROM local_setting WHERE key >= ? AND key < ?').all(
    `${restKey}${clientId}:`,
    `${restKey}${clientId};`,
  );
  const rests = values.map(({ value }) => JSON.parse(value) as { code: QuestionCode; until: Instant });
  return new Set(rests.filter(({ until }) => until > now).map(({ code }) => code));
}
