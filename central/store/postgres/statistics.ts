import type { Pool } from 'pg';

/** What PostgreSQL's planner knows of the large tables, kept close to what they hold. */
export interface Statistics {
  /** Says that a commit wrote rows; a refresh begins by itself once they are many. */
  readonly wrote: (rows: number) => void;
  readonly refresh: () => Promise<void>;
}

/** Below this many rows any plan is quick. */
const fewRows = 2000;
/** A table that grew by this part is another table. */
const growth = 0.5;

/**
 * Autovacuum looks once a minute. A branch that is filled and read within that minute would have each page of the first
 * sync planned for empty tables, and read whole ones.
 */
export function createStatistics(pool: Pool): Statistics {
  let since = 0;
  let due = fewRows;
  let underWay: Promise<void> | null = null;
  const refresh = async (): Promise<void> => {
    since = 0;
    await pool.query('ANALYZE record, scope_grant');
    const found = await pool.query<{ rows: number }>(
      `SELECT reltuples AS rows FROM pg_class WHERE oid = 'record'::regclass`,
    );
    due = Math.max(fewRows, (found.rows[0]?.rows ?? 0) * growth);
  };
  return {
    refresh,
    wrote: (rows) => {
      since += rows;
      if (since < due || underWay) return;
      // What fails here (a database that stops) fails louder elsewhere; the next rows try again.
      underWay = refresh()
        .catch(() => undefined)
        .finally(() => (underWay = null));
    },
  };
}
