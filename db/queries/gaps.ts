import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { Gap, GapLine } from '#core/compliance/gap.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

const isVip = "tier IN ('VIP', 'PRIVATE')";
/** Of whom something is wanted: word for word what the index `client_summary_gap` holds, or it is not used. */
const watched = `(${isVip} OR (is_holder = 1 AND lacks <> 0))`;
/** Private clients first; the expression the same index is ordered by. */
const rank = "CASE tier WHEN 'PRIVATE' THEN 0 WHEN 'VIP' THEN 1 ELSE 2 END";
const hasRunOut = `${isVip} AND level_through < (SELECT day FROM today)`;

/**
 * When each gap is one, in the order in which they are told. A level ends by the day, an owner leaves by the manager's
 * row: both are asked here, everything else was judged with the summary when something of the client changed.
 */
const conditions: Record<Gap, string> = {
  NO_OWNER: `${isVip} AND owner_manager_id NOT IN (SELECT id FROM manager WHERE is_active = 1)`,
  NO_TEST: `${isVip} AND level_through IS NULL`,
  TEST_EXPIRED: `${hasRunOut} AND level_ended_on IS NULL`,
  TEST_ENDED: `${hasRunOut} AND level_ended_on IS NOT NULL`,
  NO_BIRTH_DAY: 'lacks & 1',
  NO_CAPACITY: 'lacks & 2',
};
const gaps = Object.keys(conditions) as Gap[];
const anyGap = gaps.map((gap) => `(${conditions[gap]})`).join(' OR ');
const flags = gaps.map((gap) => `coalesce((${conditions[gap]}), 0) <> 0 AS ${gap}`).join(', ');
const source = `FROM client_summary INDEXED BY client_summary_gap WHERE ${watched} AND (${anyGap})`;
const today = 'WITH today (day) AS (SELECT ?)';

/** Clients with gaps, and how many there are in all. */
export interface ClientGaps {
  readonly total: number;
  readonly lines: readonly GapLine[];
}

type Found = Pick<GapLine, 'clientId' | 'name' | 'tier'> & Record<Gap, 0 | 1>;

/**
 * Returns the clients of this book with gaps, private ones and the richest first, at most `limit`. Nothing is judged
 * anew: summaries keep per client what their rows say, and one index holds those of whom something is wanted.
 */
export function clientGaps(db: ReadableDb, now: Instant, limit: number): ClientGaps {
  const day = businessDayOf(now);
  const total =
    sql<{ total: number }>(db, `${today} SELECT count(*) AS total ${source}`).get(day)?.total ?? 0;
  if (total === 0) return { total, lines: [] };
  const found = sql<Found>(
    db,
    `${today} SELECT g.*, c.name FROM (
       SELECT client_id AS clientId, tier, ${rank} AS rank, aum_fen AS aumFen, ${flags} ${source}
       ORDER BY ${rank}, aum_fen DESC, client_id LIMIT ?
     ) g JOIN client c ON c.id = g.clientId ORDER BY g.rank, g.aumFen DESC, g.clientId`,
  ).all(day, limit);
  return { total, lines: found.map(lineOf) };
}

function lineOf(found: Found): GapLine {
  const { clientId, name, tier } = found;
  return { clientId, name, tier, gaps: gaps.filter((gap) => found[gap] === 1) };
}
