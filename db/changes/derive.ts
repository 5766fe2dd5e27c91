import type { Instant } from '#core/base/time.ts';
import type { Entity } from '#core/sync/entities.ts';
import type { WritableDb } from '#db/handles.ts';

/** A row that a transaction wrote or removed. */
export interface TouchedRow {
  readonly entity: Entity;
  readonly id: string;
}

/**
 * Brings the data derived from facts up to date for the rows just written: name index and client summaries.
 * Runs inside the transaction that wrote them, for local and remote changes alike.
 */
export function derive(_db: WritableDb, _touched: readonly TouchedRow[], _now: Instant): void {}
