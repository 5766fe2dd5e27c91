import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentLevel, levelCounts } from '#core/risk/level.ts';
import { isSignature } from '#core/risk/signature.ts';
import { shippedRules as rulesInUse } from '#core/risk/rule-book.ts';
import { eligibilityOf, validThrough } from '#core/risk/take-test.ts';
import { at, testOn } from '#test/core/risk/support.ts';

const limits = rulesInUse.test;
const ask = (taken: readonly string[], now: string) =>
  eligibilityOf(
    taken.map((one) => testOn(at(one))),
    at(now),
    limits,
  );

describe('limits on tests', () => {
  test('[RK6] two on one day, a third refused at 23:59 and allowed at 00:00 in Beijing', () => {
    const two = ['2026-11-23T09:00:00', '2026-11-23T15:00:00'];
    expect(ask(two.slice(1), '2026-11-23T23:59:59').canTest).toBe(true);
    expect(ask(two, '2026-11-23T23:59:59')).toMatchObject({
      canTest: false,
      takenToday: 2,
      refusal: { code: 'DAY_LIMIT', retryOn: '2026-11-24' },
    });
    expect(ask(two, '2026-11-24T00:00:00')).toMatchObject({ canTest: true, takenToday: 0, takenInWindow: 2 });
  });

  test("[RK6] the day is Beijing's, not UTC's", () => {
    const two = ['2026-11-23T00:10:00', '2026-11-23T07:50:00'];
    expect(ask(two, '2026-11-23T08:10:00').refusal?.code).toBe('DAY_LIMIT');
  });

  test('[RK7] the ninth within twelve months is refused, through the corresponding date', () => {
    const eight = Array.from({ length: 8 }, (_, month) => `2026-0${month + 1}-15T10:00:00`);
    expect(ask(eight.slice(1), '2026-12-01T10:00:00').canTest).toBe(true);
    expect(ask(eight, '2026-12-01T10:00:00').refusal).toEqual({
      code: 'WINDOW_LIMIT',
      retryOn: '2027-01-16',
    });
    expect(ask(eight, '2027-01-15T23:59:59').canTest).toBe(false);
    expect(ask(eight, '2027-01-16T00:00:00')).toMatchObject({ canTest: true, takenInWindow: 7 });
  });

  test('[RK7] the longer refusal is told when both limits are reached', () => {
    const eight = [
      ...Array.from({ length: 6 }, (_, month) => `2026-0${month + 1}-15T10:00:00`),
      '2026-11-23T08:00:00',
      '2026-11-23T09:00:00',
    ];
    expect(ask(eight, '2026-11-23T10:00:00').refusal?.code).toBe('WINDOW_LIMIT');
  });

  test('[RK14] a void test uses up no limit and gives no level', () => {
    const tests = [
      testOn(at('2026-11-23T08:00:00'), { voidedReason: 'RT3' }),
      testOn(at('2026-11-23T09:00:00')),
    ];
    expect(eligibilityOf(tests, at('2026-11-23T10:00:00'), limits)).toMatchObject({
      canTest: true,
      takenToday: 1,
    });
    expect(currentLevel(tests.slice(0, 1), at('2026-11-23T10:00:00'))).toBeNull();
  });

  test('[RK13] an early re-test needs a reason, one after expiry or a first one does not', () => {
    expect(ask([], '2026-11-23T10:00:00').needsRetestReason).toBe(false);
    expect(ask(['2026-11-20T10:00:00'], '2027-11-23T10:00:00').needsRetestReason).toBe(true);
    expect(ask(['2026-11-20T10:00:00'], '2027-11-24T10:00:00').needsRetestReason).toBe(false);
  });
});

describe('validity', () => {
  test.each([
    ['2026-11-23T10:00:00', '2027-11-23'],
    ['2028-02-29T10:00:00', '2029-02-28'],
    ['2027-02-28T10:00:00', '2028-02-28'],
    ['2027-03-01T00:00:00', '2028-03-01'],
    ['2027-12-31T23:59:59', '2028-12-31'],
  ])('[RK8] a test of %s counts through %s', (taken, through) => {
    expect(validThrough(at(taken), limits)).toBe(through);
  });

  test('[RK8] the last day counts, the next does not', () => {
    const one = [testOn(at('2028-02-29T10:00:00'), { validThrough: '2029-02-28' })];
    const last = currentLevel(one, at('2029-02-28T23:59:59'));
    const next = currentLevel(one, at('2029-03-01T00:00:00'));
    expect([last?.isExpired, levelCounts(last)]).toEqual([false, true]);
    expect([next?.isExpired, levelCounts(next)]).toEqual([true, false]);
  });
});

describe('a change the client reported', () => {
  const one = [testOn(at('2026-06-01T10:00:00'), { validThrough: '2027-06-01' })];
  const now = at('2026-11-23T10:00:00');
  const stands = (changedAt: string) => currentLevel(one, now, at(changedAt));

  test('[RK56] ends the level from its day on, one before the test or after now does not', () => {
    expect(stands('2026-06-01T10:00:00')).toMatchObject({ endedOn: '2026-06-01', isExpired: false });
    expect(levelCounts(stands('2026-11-23T10:00:00'))).toBe(false);
    for (const other of ['2026-06-01T09:59:59', '2026-11-23T10:00:01'])
      expect([stands(other)?.endedOn, levelCounts(stands(other))]).toEqual([null, true]);
  });

  test('[RK56] reported after the level had expired it ends nothing: expired is what it is', () => {
    const late = currentLevel(one, at('2027-07-02T10:00:00'), at('2027-07-01T10:00:00'));
    expect(late).toMatchObject({ endedOn: null, isExpired: true });
  });
});

describe('where the level stands', () => {
  const older = testOn(at('2026-01-10T10:00:00'), { level: 'C2' });

  test('[RK9] a changed level counts only when exactly that change was confirmed', () => {
    const now = at('2026-11-23T10:00:00');
    const changed = (changedFrom: 'C1' | 'C2' | null) =>
      currentLevel([older, testOn(at('2026-11-01T10:00:00'), { level: 'C4', changedFrom })], now);
    expect(changed('C2')).toMatchObject({ level: 'C4', previousLevel: 'C2', needsConfirmation: false });
    expect(changed(null)).toMatchObject({ needsConfirmation: true });
    expect(changed('C1')).toMatchObject({ needsConfirmation: true });
    expect(levelCounts(changed('C1'))).toBe(false);
    expect(currentLevel([older, testOn(at('2026-11-01T10:00:00'), { level: 'C2' })], now)).toMatchObject({
      needsConfirmation: false,
    });
  });

  test('[RK14] the fold does not depend on the order of arrival, nor on what comes later', () => {
    const same = at('2026-05-05T10:00:00');
    const tests = [
      older,
      testOn(same, { id: 'b', level: 'C5', changedFrom: 'C3' }),
      testOn(same, { id: 'a', changedFrom: 'C2' }),
      testOn(at('2026-06-01T10:00:00'), { level: 'C1', voidedReason: 'RT3' }),
      testOn(at('2027-01-01T10:00:00'), { level: 'C1' }),
    ];
    const expected = { testId: 'b', level: 'C5', previousLevel: 'C3', needsConfirmation: false };
    fc.assert(
      fc.property(fc.shuffledSubarray(tests, { minLength: tests.length }), (order) => {
        expect(currentLevel(order, at('2026-11-23T10:00:00'))).toMatchObject(expected);
      }),
    );
  });

  test('[RK12] a test the centre has not confirmed is provisional', () => {
    const mine = testOn(at('2026-11-23T09:00:00'), { isProvisional: true });
    expect(currentLevel([mine], at('2026-11-23T10:00:00'))?.isProvisional).toBe(true);
  });
});

describe('signatures', () => {
  test.each([
    ['M60 120 C120 40 180 160 240 90 S360 60 420 130', true],
    ['M10.5 20.5 L60 90 L80 30 L120 88', true],
    ['', false],
    ['M10 10 L11 11 L12 12 L13 13', false],
    ['M10 10 L90 90', false],
    ['M10 10 L90 90 L700 20 L30 40', false],
    ['M10 10 L90 90 L30 20 L30 40"/><script>', false],
    ['L10 10 L90 90 L30 20 L30 40', false],
  ])('[RK11] %s is a signature: %s', (path, expected) => {
    expect(isSignature(path)).toBe(expected);
  });
});
