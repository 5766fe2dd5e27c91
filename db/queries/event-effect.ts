import type { Id } from '#core/base/ids.ts';
import { dayMs, type Instant } from '#core/base/time.ts';
import { foldArms, type EventArm } from '#core/events/arm.ts';
import type { Likeness } from '#core/events/matching.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { movedFen, movedMoney } from '#db/queries/money-moves.ts';
import { decode } from '#db/rows.ts';

/** Returns on which side of an event's comparison each client known here stands. */
export function armsOf(db: ReadableDb, eventId: Id): Map<Id, EventArm> {
  const rows = sql<Record<string, unknown> & { id: string }>(
    db,
    'SELECT * FROM event_arm WHERE event_id = ?',
  ).all(eventId);
  return foldArms(rows.map((row) => ({ id: row.id, ...decode('eventArm', row) })));
}

/** Returns the events to come whose lot left a client out; of two draws the first counts. */
export function eventsLeftOutOf(db: ReadableDb, clientId: Id): Id[] {
  const rows = sql<{ eventId: Id; isInvited: number }>(
    db,
    `SELECT a.event_id AS eventId, a.is_invited AS isInvited
     FROM event e JOIN event_arm a ON a.event_id = e.id AND a.client_id = ?
     WHERE e.status IN ('PLANNED', 'OPEN') ORDER BY a.drawn_at DESC, a.id DESC`,
  ).all(clientId);
  const sides = new Map(rows.map(({ eventId, isInvited }) => [eventId, isInvited === 1]));
  return [...sides].flatMap(([eventId, isInvited]) => (isInvited ? [] : [eventId]));
}

/** Returns what each of these clients holds now, in fen; those not known here are left out. */
export function heldNow(db: ReadableDb, clientIds: readonly Id[]): Map<Id, number> {
  const rows = sql<{ clientId: Id; aumFen: number }>(
    db,
    `SELECT client_id AS clientId, aum_fen AS aumFen FROM client_summary
     WHERE client_id IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(clientIds));
  return new Map(rows.map(({ clientId, aumFen }) => [clientId, aumFen]));
}

/**
 * Returns what came in (+) and went out (−) of each client's holdings between two instants, in fen; interest is no move
 * and so never counts. Clients without a move are left out.
 */
export function netMoves(
  db: ReadableDb,
  clients: readonly { readonly clientId: Id; readonly from: Instant }[],
  to: Instant,
): Map<Id, number> {
  const rows = sql<{ clientId: Id; netFen: number }>(
    db,
    `SELECT a.client_id AS clientId, sum(${movedFen}) AS netFen
     FROM json_each(?) asked
     JOIN activity a ON a.client_id = asked.value ->> '$.clientId'
       AND a.happened_at > asked.value ->> '$.from' AND a.happened_at <= ?
     WHERE ${movedMoney} GROUP BY a.client_id`,
  ).all(JSON.stringify(clients), to);
  return new Map(rows.map(({ clientId, netFen }) => [clientId, netFen]));
}

/** Returns when each client was first invited to an event. */
export function invitedAtOf(db: ReadableDb, eventId: Id): Map<Id, Instant> {
  const rows = sql<{ clientId: Id; invitedAt: Instant }>(
    db,
    `SELECT client_id AS clientId, min(invited_at) AS invitedAt FROM guest
     WHERE event_id = ? AND client_id IS NOT NULL AND invited_at IS NOT NULL GROUP BY client_id`,
  ).all(eventId);
  return new Map(rows.map(({ clientId, invitedAt }) => [clientId, invitedAt]));
}

/**
 * Returns a manager's clients as they can be matched by: stage and tier as they are now, silence up to an instant; holdings
 * are today's, to be walked back by {@link netMoves}.
 */
export function likenesses(db: ReadableDb, managerId: Id, before: Instant): Likeness[] {
  const rows = sql<Likeness & { lastAt: Instant | null }>(
    db,
    `SELECT s.client_id AS clientId, s.stage, c.tier, s.aum_fen AS baselineFen,
       (SELECT max(k.started_at) FROM contact k WHERE k.client_id = c.id AND k.started_at < ?) AS lastAt
     FROM client c JOIN client_summary s ON s.client_id = c.id WHERE c.owner_manager_id = ? ORDER BY c.id`,
  ).all(before, managerId);
  return rows.map(({ lastAt, ...row }) => ({
    ...row,
    silentDays: lastAt === null ? null : Math.floor((before - lastAt) / dayMs),
  }));
}
