import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import type { PastContact } from '#core/calls/cooling.ts';
import type { LedgerEntry } from '#core/consent/ledger.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** Returns a client's consent ledger. */
export function salonLedgerOf(db: ReadableDb, clientId: Id): LedgerEntry[] {
  return sql<Omit<LedgerEntry, 'given'> & { given: number }>(
    db,
    `SELECT channel, purpose, given, recorded_at AS recordedAt, expires_at AS expiresAt
     FROM consent WHERE client_id = ?`,
  )
    .all(clientId)
    .map((entry) => ({ ...entry, given: entry.given === 1 }));
}

/** Returns a client's contacts since an instant, without those taken back. */
export function standingContacts(db: ReadableDb, clientId: Id, since: Instant): PastContact[] {
  return sql<PastContact>(
    db,
    `SELECT channel, purpose, reason, outcome, started_at AS startedAt, ended_at AS endedAt FROM contact
     WHERE client_id = ? AND started_at >= ?
       AND NOT EXISTS (SELECT 1 FROM contact_undo WHERE contact_undo.contact_id = contact.id)`,
  ).all(clientId, since);
}

/** Returns when a client was invited to salons since an instant. */
export function invitedSince(db: ReadableDb, clientId: Id, since: Instant): Instant[] {
  return sql<{ at: Instant }>(
    db,
    'SELECT invited_at AS at FROM guest WHERE client_id = ? AND invited_at >= ?',
  )
    .all(clientId, since)
    .map(({ at }) => at);
}

/** True while a complaint of the client waits for an answer. */
export function hasOpenComplaint(db: ReadableDb, clientId: Id): boolean {
  return (
    sql(db, "SELECT 1 FROM task WHERE client_id = ? AND kind = 'COMPLAINT' AND status = 'OPEN' LIMIT 1").get(
      clientId,
    ) !== undefined
  );
}
