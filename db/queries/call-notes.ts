import type { Instant } from '#core/base/time.ts';
import type { Outcome } from '#core/calls/contact.ts';
import type { QuestionCode } from '#core/clients/completeness.ts';
import type { SkipCode } from '#core/calls/dispositions.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** A client who was skipped, why, and until when. */
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
