import { describe, expect, test } from 'vitest';
import { dayMs, startOfDay, type BusinessDay, type Instant } from '#core/base/time.ts';
import { churnOf } from '#core/lifecycle/churn.ts';
import { noFacts, type LifecycleFacts } from '#core/lifecycle/facts.ts';

const today: BusinessDay = '2026-11-23';
const ago = (days: number): Instant => startOfDay(today) - days * dayMs;
const churn = (known: Partial<LifecycleFacts>) => churnOf({ ...noFacts, ...known }, today);

describe('churnOf', () => {
  test.each([
    [13, 0],
    [14, 10],
    [29, 10],
    [30, 20],
    [59, 20],
    [60, 30],
    [400, 30],
  ])('[LC10] %i days without a login are %i points', (days, points) => {
    expect(churn({ lastLoginAt: ago(days) }).score).toBe(points);
  });

  test('[LC10] an unknown last login is no sign', () => {
    expect(churn({})).toMatchObject({ score: 0, reasons: [] });
  });

  test('[LC11] a fall of 30 % in 30 days is 25 points, with the percent', () => {
    const fell = (amountFen: number, days = 10) =>
      churn({ aumFen: 700, moves: [{ at: ago(days), amountFen }] });
    expect(fell(-300).reasons).toEqual([{ code: 'AUM_DROP', points: 25, value: 30 }]);
    expect(fell(-299).score).toBe(0);
    expect(fell(-300, 30).score).toBe(0);
  });

  test('[LC11] half of the 90-day peak taken out is 30 points more', () => {
    const { score, reasons } = churn({ aumFen: 500, moves: [{ at: ago(10), amountFen: -500 }] });
    expect(score).toBe(55);
    expect(reasons).toEqual([
      { code: 'OUTFLOW', points: 30, value: 50 },
      { code: 'AUM_DROP', points: 25, value: 50 },
    ]);
  });

  test.each([
    [6, 0],
    [7, 15],
    [90, 15],
    [91, 0],
  ])('[LC12] money matured %i days ago and not put back is %i points', (days, points) => {
    expect(churn({ lastMaturedAt: ago(days) }).score).toBe(points);
    expect(churn({ lastMaturedAt: ago(days), lastInvestedAt: ago(days - 1) }).score).toBe(0);
  });

  test('[LC12] a card unbound or everything redeemed counts once', () => {
    expect(churn({ cardUnboundAt: ago(3) }).score).toBe(20);
    expect(churn({ cardUnboundAt: ago(3), lastRedeemedAt: ago(2) }).score).toBe(20);
    expect(churn({ lastRedeemedAt: ago(2) }).reasons[0]).toEqual({
      code: 'FULL_REDEEM',
      points: 20,
      value: 2,
    });
    expect(churn({ lastRedeemedAt: ago(2), aumFen: 1 }).score).toBe(0);
  });

  test('[LC12] an opt-out or two NOT_NOW count once; complaint, points, events and shopping add theirs', () => {
    expect(churn({ hasOptedOut: true, recentNotNow: 2 }).score).toBe(10);
    expect(churn({ recentNotNow: 2 }).score).toBe(10);
    expect(churn({ recentNotNow: 1 }).score).toBe(0);
    expect(churn({ hasOpenComplaint: true }).score).toBe(20);
    expect(churn({ pointsCashedAt: ago(1) }).score).toBe(10);
    expect(churn({ declinedInARow: 2 }).score).toBe(5);
    expect(churn({ recentLogins: 5 }).score).toBe(5);
    expect(churn({ recentLogins: 5, lastInvestedAt: ago(6), aumFen: 1 }).score).toBe(0);
  });

  test('[LC13] the sum is capped at 100 and the three heaviest reasons are named', () => {
    const { score, reasons } = churn({
      lastLoginAt: ago(90),
      lastMaturedAt: ago(10),
      cardUnboundAt: ago(1),
      hasOpenComplaint: true,
      hasOptedOut: true,
      aumFen: 100,
      moves: [{ at: ago(10), amountFen: -900 }],
    });
    expect(score).toBe(100);
    expect(reasons.map(({ code }) => code)).toEqual(['NO_LOGIN', 'OUTFLOW', 'AUM_DROP']);
  });
});
