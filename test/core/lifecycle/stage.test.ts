import { describe, expect, test } from 'vitest';
import { dayMs, startOfDay, type BusinessDay, type Instant } from '#core/base/time.ts';
import { noFacts, type LifecycleFacts } from '#core/lifecycle/facts.ts';
import { stageRules } from '#core/lifecycle/rules.ts';
import { goldenWindowEnd, stageOf } from '#core/lifecycle/stage.ts';

const today: BusinessDay = '2026-11-23';
const ago = (days: number): Instant => startOfDay(today) - days * dayMs;
const stage = (known: Partial<LifecycleFacts>, churnScore = 0, on = today) =>
  stageOf({ facts: { ...noFacts, ...known }, churnScore, today: on });

describe('golden window', () => {
  test.each([
    [0, 'ACTIVATION', 180],
    [1, 'ACTIVATION', 179],
    [179, 'ACTIVATION', 1],
    [180, 'ACTIVATION', 0],
    [181, 'EXPIRED', null],
  ])('[LC1] day %i after registering is %s with %s days left', (days, expected, left) => {
    expect(stage({ registeredAt: ago(days) })).toMatchObject({ stage: expected, goldenDaysLeft: left });
  });

  test('[LC1] a leap day is a day like any other', () => {
    expect(goldenWindowEnd('2028-01-01')).toBe('2028-06-29');
    expect(goldenWindowEnd('2027-01-01')).toBe('2027-06-30');
  });

  test('[LC2] the window may be six calendar months instead', () => {
    const months = { ...stageRules, goldenWindow: { unit: 'months', length: 6 } as const };
    expect(goldenWindowEnd('2026-08-31', months)).toBe('2027-02-28');
    const facts = { ...noFacts, registeredAt: startOfDay('2026-05-23') };
    expect(stageOf({ facts, churnScore: 0, today }, months)).toMatchObject({
      stage: 'ACTIVATION',
      goldenDaysLeft: 0,
    });
    expect(stageOf({ facts, churnScore: 0, today: '2026-11-24' }, months).stage).toBe('EXPIRED');
  });

  test('[LC3] the day is counted in Shanghai: one second before and after midnight differ', () => {
    const midnight = startOfDay('2026-05-27');
    expect(stage({ registeredAt: midnight }).stage).toBe('ACTIVATION');
    expect(stage({ registeredAt: midnight - 1000 }).stage).toBe('EXPIRED');
  });

  test('[LC3] a registration stamped in the future does not break the count', () => {
    expect(stage({ registeredAt: ago(-2) })).toMatchObject({ stage: 'ACTIVATION', goldenDaysLeft: 182 });
  });
});

describe('stageOf', () => {
  test('[LC4] a lead is in acquisition; a first investment makes it growth', () => {
    expect(stage({}).stage).toBe('ACQUISITION');
    expect(stage({ firstInvestedAt: ago(1), lastInvestedAt: ago(1), aumFen: 100_00 }).stage).toBe('GROWTH');
    expect(stage({ aumFen: 5_000_000 }).stage).toBe('GROWTH');
  });

  test.each([
    [89, 'GROWTH'],
    [90, 'CHURNED'],
  ])('[LC5] nothing held and %i days without a login is %s', (days, expected) => {
    expect(stage({ firstInvestedAt: ago(400), lastInvestedAt: ago(100), lastLoginAt: ago(days) }).stage).toBe(
      expected,
    );
  });

  test.each([
    [179, 9_999, 'GROWTH'],
    [180, 9_999, 'CHURNED'],
    [180, 10_000, 'GROWTH'],
  ])('[LC5] %i days without a trade and %i fen left is %s', (days, aumFen, expected) => {
    const facts = { firstInvestedAt: ago(400), lastInvestedAt: ago(days), lastLoginAt: ago(1), aumFen };
    expect(stage(facts).stage).toBe(expected);
  });

  test('[LC5] whoever never invested cannot churn: the golden window decides', () => {
    expect(stage({ registeredAt: ago(120), lastLoginAt: ago(120) }).stage).toBe('ACTIVATION');
  });

  test('[LC6] a churn score of 60, or half of the 90-day peak gone, is decline', () => {
    const held = { firstInvestedAt: ago(300), lastInvestedAt: ago(10), aumFen: 50_000_00 };
    expect(stage(held, 59).stage).toBe('GROWTH');
    expect(stage(held, 60).stage).toBe('DECLINE');
    expect(stage({ ...held, moves: [{ at: ago(5), amountFen: -50_000_00 }] }).stage).toBe('DECLINE');
    expect(stage({ ...held, moves: [{ at: ago(5), amountFen: -49_000_00 }] }).stage).toBe('GROWTH');
    expect(stage({ ...held, moves: [{ at: ago(91), amountFen: -50_000_00 }] }).stage).toBe('GROWTH');
  });

  test('[LC7] maturity wants the VIP line, half a year and a steady balance', () => {
    const rich = {
      registeredAt: ago(180),
      firstInvestedAt: ago(170),
      lastInvestedAt: ago(120),
      aumFen: 500_000_00,
    };
    expect(stage(rich).stage).toBe('MATURITY');
    expect(stage({ ...rich, aumFen: 499_999_99 }).stage).toBe('GROWTH');
    expect(stage({ ...rich, registeredAt: ago(179) }).stage).toBe('GROWTH');
    expect(stage({ ...rich, moves: [{ at: ago(30), amountFen: 100_000_00 }] }).stage).toBe('GROWTH');
    expect(stage({ ...rich, moves: [{ at: ago(30), amountFen: 40_000_00 }] }).stage).toBe('MATURITY');
  });

  test('[LC8] a trade after churning brings the client back to growth', () => {
    const gone = {
      firstInvestedAt: ago(700),
      lastInvestedAt: ago(400),
      lastRedeemedAt: ago(300),
      lastLoginAt: ago(200),
    };
    expect(stage(gone).stage).toBe('CHURNED');
    expect(stage({ ...gone, lastInvestedAt: ago(0), lastLoginAt: ago(0), aumFen: 100_00 }).stage).toBe(
      'GROWTH',
    );
  });

  test('[LC9] the verdict names the version of the rules', () => {
    expect(stage({}).rulesVersion).toBe(stageRules.version);
  });
});
