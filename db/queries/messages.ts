import type { Instant } from '#core/base/time.ts';
import type { MessageChannel } from '#core/messages/message.ts';
import type { PersonalFactFields } from '#core/messages/personal-fact.ts';
import type { WechatAccount } from '#core/messages/wechat-friend.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { hasEntered } from '#db/queries/visits.ts';

/** Counts a manager's messages on a channel since two instants, undone ones left out. */
export function countSent(
  db: ReadableDb,
  managerId: string,
  asked: { readonly channel: MessageChannel; readonly hourFrom: Instant; readonly dayFrom: Instant },
): { hour: number; day: number } {
  const { channel, hourFrom, dayFrom } = asked;
  const found = sql<{ hour: number | null; day: number }>(
    db,
    `SELECT count(*) AS day, sum(m.sent_at >= ?) AS hour FROM message m
     WHERE m.manager_id = ? AND m.channel = ? AND m.sent_at >= ?
       AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = m.contact_id)`,
  ).get(hourFrom, managerId, channel, Math.min(hourFrom, dayFrom));
  return { hour: found?.hour ?? 0, day: found?.day ?? 0 };
}

export interface ToldFact extends Pick<PersonalFactFields, 'kind' | 'text' | 'recordedAt'> {
  readonly id: string;
}

/** Returns what a client told us that may be said back, newest first. */
export function toldFactsOf(db: ReadableDb, clientId: string): ToldFact[] {
  return sql<ToldFact>(
    db,
    `SELECT id, kind, text, recorded_at AS recordedAt FROM personal_fact
     WHERE client_id = ? ORDER BY recorded_at DESC, id DESC`,
  ).all(clientId);
}

/** The latest entry of each client and account decides; on the same instant the later id. */
const latest = `NOT EXISTS (SELECT 1 FROM wechat_friend n WHERE n.client_id = f.client_id AND n.manager_id = f.manager_id
  AND n.account = f.account AND (n.recorded_at, n.id) > (f.recorded_at, f.id))`;

/** Returns the accounts of a manager in which a client is a contact. */
export function accountsWith(db: ReadableDb, managerId: string, clientId: string): WechatAccount[] {
  return sql<{ account: WechatAccount }>(
    db,
    `SELECT f.account FROM wechat_friend f
     WHERE f.client_id = ? AND f.manager_id = ? AND f.is_friend = 1 AND ${latest} ORDER BY f.account`,
  )
    .all(clientId, managerId)
    .map(({ account }) => account);
}

/** Counts the clients who are contacts of each of a manager's accounts. */
export function countFriends(db: ReadableDb, managerId: string): { account: WechatAccount; count: number }[] {
  return sql<{ account: WechatAccount; count: number }>(
    db,
    `SELECT f.account, count(*) AS count FROM wechat_friend f
     WHERE f.manager_id = ? AND f.is_friend = 1 AND ${latest} GROUP BY f.account`,
  ).all(managerId);
}

/** Returns the last salon a client had promised to come to and did not; null for none. */
export function lastMissedOf(db: ReadableDb, clientId: string): { title: string; startsAt: Instant } | null {
  const found = sql<{ title: string; startsAt: Instant }>(
    db,
    `SELECT e.title, e.starts_at AS startsAt FROM guest g JOIN event e ON e.id = g.event_id
     WHERE g.client_id = ? AND g.state = 'no_show' AND NOT ${hasEntered('g')} ORDER BY e.starts_at DESC LIMIT 1`,
  ).get(clientId);
  return found ?? null;
}

/** Returns the last salon a client was let into, or null; entries that were taken back do not count. */
export function lastVisitOf(db: ReadableDb, clientId: string): { title: string; startsAt: Instant } | null {
  const found = sql<{ title: string; startsAt: Instant }>(
    db,
    `SELECT e.title, e.starts_at AS startsAt FROM guest g JOIN event e ON e.id = g.event_id
     WHERE g.client_id = ? AND ${hasEntered('g')} ORDER BY e.starts_at DESC LIMIT 1`,
  ).get(clientId);
  return found ?? null;
}

/** Returns when the client's open complaint was raised, or null. */
export function complaintRaisedAt(db: ReadableDb, clientId: string): Instant | null {
  const found = sql<{ at: Instant }>(
    db,
    `SELECT o.started_at AS at FROM task t JOIN contact o ON o.id = t.from_contact_id
     WHERE t.client_id = ? AND t.kind = 'COMPLAINT' AND t.status = 'OPEN' ORDER BY t.due_at LIMIT 1`,
  ).get(clientId);
  return found?.at ?? null;
}

/** Says whether the contact gate let a message pass when its words were taken. */
export function wasAllowed(db: ReadableDb, clientId: string, contactId: string): boolean {
  const found = sql<{ code: string }>(
    db,
    'SELECT code FROM contact_verdict WHERE client_id = ? AND contact_id = ?',
  ).get(clientId, contactId);
  return found?.code === 'OK';
}
