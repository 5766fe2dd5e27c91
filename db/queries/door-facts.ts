import type { Id } from '#core/base/ids.ts';
import { dayMs } from '#core/base/time.ts';
import type { CheckInFact } from '#core/events/presence.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode } from '#db/rows.ts';

/**
 * How an event's door facts stand. Facts with equal stamps are equal: one is made once, only the centre's copy replaces it and
 * brings another seq, and what went and what came in its place were not made in the same millisecond.
 */
export interface FactStamp {
  readonly count: number;
  readonly seqSum: number;
  /** Of the milliseconds of the day, so that the sum stays exact. */
  readonly atSum: number;
}

/** A fact with where it lies in the store. */
export interface PlacedFact {
  readonly fact: CheckInFact;
  readonly place: number;
  readonly seq: number;
}

/** Returns the stamp of an event's facts without reading one of them. */
export function factStampOf(db: ReadableDb, eventId: Id): FactStamp {
  const stamp = sql<FactStamp>(
    db,
    `SELECT count(*) AS count, coalesce(sum(seq), 0) AS seqSum, coalesce(sum(at % ${dayMs}), 0) AS atSum
     FROM check_in WHERE event_id = ?`,
  ).get(eventId);
  return stamp ?? noFacts;
}

/** The stamp of an event without a fact. */
export const noFacts: FactStamp = { count: 0, seqSum: 0, atSum: 0 };

/** Adds one fact to a stamp, or with `times` −1 takes it away. */
export function restamp(stamp: FactStamp, { fact, seq }: PlacedFact, times: 1 | -1): FactStamp {
  return {
    count: stamp.count + times,
    seqSum: stamp.seqSum + times * seq,
    atSum: stamp.atSum + times * (fact.at % dayMs),
  };
}

/** Returns the facts of an event that were put into the store after a place, or replaced by a copy after a seq. */
export function factsSince(
  db: ReadableDb,
  eventId: Id,
  { place, seq }: { readonly place: number; readonly seq: number },
): PlacedFact[] {
  return sql<Record<string, unknown> & { id: Id; place: number; seq: number }>(
    db,
    'SELECT rowid AS place, * FROM check_in WHERE event_id = ? AND (rowid > ? OR seq > ?)',
  )
    .all(eventId, place, seq)
    .map((row) => ({ fact: { ...decode('checkIn', row), id: row.id }, place: row.place, seq: row.seq }));
}

/** Returns which of these door facts the centre has not answered yet. */
export function unsyncedAmong(db: ReadableDb, checkInIds: readonly Id[]): Set<Id> {
  const rows = sql<{ id: Id }>(
    db,
    "SELECT row_id AS id FROM outbox WHERE entity = 'checkIn' AND row_id IN (SELECT value FROM json_each(?))",
  ).all(JSON.stringify(checkInIds));
  return new Set(rows.map(({ id }) => id));
}
