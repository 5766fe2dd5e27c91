import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { Gap, GapLine } from '#core/compliance/gap.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

const isVip = "s.tier IN ('VIP', 'PRIVATE')";

/** When each gap is one, in the order in which they are told; `?` is the day in Shanghai. */
const conditions: Record<Gap, string> = {
  NO_OWNER: `${isVip} AND NOT EXISTS (SELECT 1 FROM manager m WHERE m.id = s.owner_manager_id AND m.is_active = 1)`,
  NO_TEST: `${isVip} AND s.level IS NULL`,
  TEST_EXPIRED: `${isVip} AND s.level IS NOT NULL AND s.level_through < ?`,
  NO_BIRTH_DAY: 'c.birth_day IS NULL',
  NO_CAPACITY: 'c.capacity IS NULL',
};
const gaps = Object.keys(conditions) as Gap[];
const flags = gaps.map((gap) => `(${conditions[gap]}) AS ${gap}`).join(', ');

/** Clients with gaps, and how many there are in all. */
export interface ClientGaps {
  readonly total: number;
  readonly lines: readonly GapLine[];
}

type Found = Pick<GapLine, 'clientId' | 'name' | 'tier'> & Record<Gap, 0 | 1> & { readonly total: number };

/**
 * Returns the clients of this book with gaps, private ones and the richest first, at most `limit`. Looked through are
 * only those of whom something is wanted: VIPs and whoever holds something.
 */
export function clientGaps(db: ReadableDb, now: Instant, limit: number): ClientGaps {
  const found = sql<Found>(
    db,
    `SELECT *, count(*) OVER () AS total FROM (
       SELECT c.id AS clientId, c.name, s.tier, s.aum_fen AS aumFen, ${flags}
       FROM (SELECT s.client_id FROM client_summary s WHERE ${isVip} UNION SELECT client_id FROM holding) k
       JOIN client_summary s ON s.client_id = k.client_id JOIN client c ON c.id = k.client_id
     ) WHERE ${gaps.join(' OR ')}
     ORDER BY tier = 'PRIVATE' DESC, tier = 'VIP' DESC, aumFen DESC, clientId LIMIT ?`,
  ).all(businessDayOf(now), limit);
  return { total: found[0]?.total ?? 0, lines: found.map(lineOf) };
}

function lineOf(found: Found): GapLine {
  const { clientId, name, tier } = found;
  return { clientId, name, tier, gaps: gaps.filter((gap) => found[gap] === 1) };
}
