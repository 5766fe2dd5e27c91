import { describe, expect, test } from 'vitest';
import { talkingPointsOf, type TalkingGround } from '#core/events/talking-points.ts';

const now = Date.parse('2026-11-23T10:00:00+08:00');
const quiet: TalkingGround = {
  earlierVisits: 1,
  birthDay: null,
  nextMaturityOn: null,
  level: 'C3',
  levelThrough: '2027-11-01',
  goldenDaysLeft: null,
  lastReachedAt: now - 86_400_000,
};
const kinds = (changed: Partial<TalkingGround>): string[] =>
  talkingPointsOf({ ...quiet, ...changed }, now).map(({ kind }) => kind);

describe('talkingPointsOf', () => {
  test('[EV21] first meeting or how often before', () => {
    expect(kinds({ earlierVisits: 0 })).toEqual(['FIRST_MEETING']);
    expect(talkingPointsOf({ ...quiet, earlierVisits: 2 }, now)).toEqual([{ kind: 'RETURNING', times: 2 }]);
  });

  test('[EV21] a birthday within a week, over the year end too', () => {
    expect(kinds({ birthDay: '1980-11-30' })).toContain('BIRTHDAY');
    expect(kinds({ birthDay: '1980-12-01' })).not.toContain('BIRTHDAY');
    const newYear = talkingPointsOf(
      { ...quiet, birthDay: '1980-01-02' },
      Date.parse('2026-12-30T10:00:00+08:00'),
    );
    expect(newYear).toContainEqual({ kind: 'BIRTHDAY', inDays: 3 });
  });

  test('[EV21] what expires soon, and nothing that is far off', () => {
    expect(kinds({ nextMaturityOn: '2026-12-07' })).toContain('MATURITY');
    expect(kinds({ nextMaturityOn: '2026-12-08' })).not.toContain('MATURITY');
    expect(kinds({ levelThrough: '2026-12-23' })).toContain('TEST_EXPIRING');
    expect(kinds({ level: null, levelThrough: null })).toContain('NO_TEST');
    expect(kinds({ goldenDaysLeft: 30 })).toContain('GOLDEN_WINDOW');
    expect(kinds({ goldenDaysLeft: -1 })).not.toContain('GOLDEN_WINDOW');
    expect(kinds({ lastReachedAt: now - 90 * 86_400_000 })).toContain('LONG_SILENCE');
  });

  test('[EV21] at most four points, and no field that could carry an amount', () => {
    const points = talkingPointsOf(
      {
        earlierVisits: 0,
        birthDay: '1980-11-24',
        nextMaturityOn: '2026-11-24',
        level: 'C3',
        levelThrough: '2026-11-24',
        goldenDaysLeft: 3,
        lastReachedAt: now - 100 * 86_400_000,
      },
      now,
    );
    expect(points).toHaveLength(4);
    expect(points.flatMap((point) => Object.keys(point)).filter((key) => /fen|amount/i.test(key))).toEqual(
      [],
    );
  });
});
