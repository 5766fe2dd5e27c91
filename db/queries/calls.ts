import type { Instant } from '#core/base/time.ts';
import type { ContactFields, TaskFields } from '#core/calls/contact.ts';
import type { EventFields, GuestFields } from '#core/events/event.ts';
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
