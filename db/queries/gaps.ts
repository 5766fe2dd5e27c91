import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { Gap, GapLine } from '#core/compliance/gap.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

const isVip = "s.tier IN ('VIP', 'PRIVATE')";
const isKnownTo = `(${isVip} OR EXISTS (SELECT 1 FROM holding h WHERE h.client_id = c.id))`;

/** When each gap is one, in the order in which they are told; `?` is the day in Shanghai. */
const conditions: Record<Gap, string> = {
  NO_OWNER: `${isVip} AND NOT EXISTS (SELECT 1 FROM manager m WHERE m.id = s.owner_manager_id AND m.is_active = 1)`,
  NO_TEST: `${isVip} AND s.level IS NULL`,
  TEST_EXPIRED: `${isVip} AND s.level IS NOT NULL AND s.level_through < ?`,
  NO_BIRTH_DAY: `c.birth_day IS NULL AND ${isKnownTo}`,
  NO_CAPACITY: `c.capacity IS NULL AND ${isKnownTo}`,
};
const gaps = Object.keys(conditions) as Gap[];
const found = `FROM client_summary s JOIN client c ON c.id = s.client_id
  WHERE ${gaps.map((gap) => `(${conditions[gap]})`).join(' OR ')}`;

/** Returns the clients of this book with gaps, private ones and the richest first, at most `limit`. */
export function clientGaps(db: ReadableDb, now: Instant, limit: number): GapLine[] {
  const flags = gaps.map((gap) => `(${conditions[gap]}) AS ${gap}`).join(', ');
  const order = "ORDER BY s.tier = 'PRIVATE' DESC, s.tier = 'VIP' DESC, s.aum_fen DESC, c.id LIMIT ?";
  return sql<Pick<GapLine, 'clientId' | 'name' | 'tier'> & Record<Gap, 0 | 1>>(
    db,
    `SELECT c.id AS clientId, c.name, s.tier, ${flags} ${found} ${order}`,
  )
    .all(businessDayOf(now), businessDayOf(now), limit)
    .map((one) => ({
      clientId: one.clientId,
      name: one.name,
      tier: one.tier,
      gaps: gaps.filter((gap) => one[gap] === 1),
    }));
}

/** Returns how many clients of this book have gaps. */
export function countGaps(db: ReadableDb, now: Instant): number {
  return sql<{ count: number }>(db, `SELECT count(*) AS count ${found}`).get(businessDayOf(now))?.count ?? 0;
}
