import type { Instant } from '#core/base/time.ts';
import type { ConsentFields } from '#core/consent/consent.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** A row of `client_summary` as the profile shows it, in its columns' own names. */
export interface SummaryRow {
  readonly aum_fen: number;
  readonly stage: string;
  readonly golden_days_left: number | null;
  readonly level: string | null;
  readonly level_through: string | null;
  readonly level_ended_on: string | null;
  readonly churn_score: number;
  readonly churn_reasons: string;
  readonly last_contact_at: Instant | null;
  readonly last_reached_at: Instant | null;
  readonly last_login_at: Instant | null;
  readonly last_trade_at: Instant | null;
  readonly next_task_at: Instant | null;
  readonly next_maturity_on: string | null;
  readonly is_blocked: number;
  readonly completeness: number;
  readonly next_question: string | null;
}

/** Reads what is derived of a client; undefined where there is no such client. */
export function readSummary(db: ReadableDb, clientId: string): SummaryRow | undefined {
  return sql<SummaryRow>(db, 'SELECT * FROM client_summary WHERE client_id = ?').get(clientId);
}

/** Returns a manager's name, or null where the id is a rule's or unknown here. */
export function managerName(db: ReadableDb, id: string): string | null {
  return sql<{ name: string }>(db, 'SELECT name FROM manager WHERE id = ?').get(id)?.name ?? null;
}

/** Counts the changes of the client row itself that wait to be uploaded. */
export function countPending(db: ReadableDb, clientId: string): number {
  const text = `SELECT count(*) AS n FROM outbox WHERE entity = 'client' AND row_id = ?`;
  return sql<{ n: number }>(db, text).get(clientId)?.n ?? 0;
}

export interface TagRow {
  readonly id: string;
  readonly name: string;
  readonly setByName: string | null;
  readonly setAt: Instant;
  readonly expiresAt: Instant | null;
  readonly isPending: boolean;
}

/** Returns a client's tags, oldest first. */
export function listTagsOf(db: ReadableDb, clientId: string): TagRow[] {
  const rows = sql<Omit<TagRow, 'isPending'> & { seq: number }>(
    db,
    `SELECT t.id, t.name, m.name AS setByName, t.set_at AS setAt, t.expires_at AS expiresAt, t.seq
     FROM tag t LEFT JOIN manager m ON m.id = t.set_by WHERE t.client_id = ? ORDER BY t.set_at, t.id`,
  ).all(clientId);
  return rows.map(({ seq, ...tag }) => ({ ...tag, isPending: seq === 0 }));
}

export type LedgerRow = Omit<ConsentFields, 'clientId' | 'recordedBy'> & {
  readonly id: string;
  readonly recordedByName: string | null;
  readonly isPending: boolean;
};

/** Returns a client's consent ledger, newest first. */
export function listConsents(db: ReadableDb, clientId: string): LedgerRow[] {
  const rows = sql<Omit<LedgerRow, 'given' | 'isPending'> & { given: number; seq: number }>(
    db,
    `SELECT e.id, e.channel, e.purpose, e.given, e.evidence, m.name AS recordedByName,
       e.recorded_at AS recordedAt, e.expires_at AS expiresAt, e.seq
     FROM consent e LEFT JOIN manager m ON m.id = e.recorded_by
     WHERE e.client_id = ? ORDER BY e.recorded_at DESC, e.id DESC`,
  ).all(clientId);
  return rows.map(({ seq, ...entry }) => ({ ...entry, given: entry.given === 1, isPending: seq === 0 }));
}

/** Returns the clients on file with a phone, one left out. */
export function listByPhone(db: ReadableDb, phone: string, exceptId: string): { id: string; name: string }[] {
  return sql<{ id: string; name: string }>(
    db,
    'SELECT id, name FROM client WHERE phone = ? AND id <> ? ORDER BY id LIMIT 20',
  ).all(phone, exceptId);
}

/** Returns those of some clients that do not carry a tag yet, in the given order. */
export function withoutTag(db: ReadableDb, ids: readonly string[], name: string): string[] {
  return sql<{ id: string }>(
    db,
    `SELECT c.id FROM json_each(?) j JOIN client c ON c.id = j.value
     WHERE NOT EXISTS (SELECT 1 FROM tag t WHERE t.client_id = c.id AND t.name = ?) ORDER BY j.key`,
  )
    .all(JSON.stringify(ids), name)
    .map(({ id }) => id);
}
