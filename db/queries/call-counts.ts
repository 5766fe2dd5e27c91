import type { Instant } from '#core/base/time.ts';
import type { ContactFields, Outcome } from '#core/calls/contact.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

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
