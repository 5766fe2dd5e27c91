import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hourMs } from '#core/base/time.ts';
import { startOfDay } from '#core/base/time.ts';
import { rulesAt, shippedBook } from '#core/risk/rule-book.ts';
import { surplusTests, type CountedTest } from '#core/risk/surplus.ts';
import { at } from '#test/core/risk/support.ts';

const limitsOn = (day: string) => rulesAt(shippedBook, startOfDay(day))?.test ?? null;
const taken = (when: string, id = when): CountedTest => ({ id, takenAt: at(when), voidedReason: null });
const found = (...tests: CountedTest[]) => surplusTests(tests, limitsOn);

test('[RK78] the third of a Beijing day is the one taken last, whichever came first', () => {
  const [nine, ten, eleven] = ['09', '10', '11'].map((hour) => taken(`2026-11-23T${hour}:00:00`)) as [
    CountedTest,
    CountedTest,
    CountedTest,
  ];
  const third = [{ id: eleven.id, reason: 'DAY_LIMIT', retryOn: '2026-11-24' }];
  expect(found(nine, ten, eleven)).toEqual(third);
  expect(found(eleven, ten, nine)).toEqual(third);
  expect(found(nine, ten)).toEqual([]);
  expect(found(nine, ten, taken('2026-11-24T00:00:00'))).toEqual([]);
  expect(found(nine, ten, taken('2026-11-23T23:59:59'))).toHaveLength(1);
});

test('[RK78] of tests of the same instant the order of their ids decides', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => taken('2026-11-23T09:00:00', id)) as [
    CountedTest,
    CountedTest,
    CountedTest,
  ];
  expect(found(c, a, b).map(({ id }) => id)).toEqual(['c']);
});

test('[RK78] the ninth within twelve months, a leap day among them, and not the one a day later', () => {
  const months = ['2028-02-29', '2028-03-01', '2028-04-01', '2028-05-01', '2028-06-01', '2028-07-01'];
  const eight = [...months, '2028-08-01', '2028-09-01'].map((day) => taken(`${day}T10:00:00`));
  expect(found(...eight, taken('2029-02-28T23:59:59'))).toMatchObject([
    { reason: 'WINDOW_LIMIT', retryOn: '2029-03-01' },
  ]);
  expect(found(...eight, taken('2029-03-01T00:00:00'))).toEqual([]);
});

test('[RK78] what is void stays void and makes room for no further one to be judged by it', () => {
  const [first, second] = [taken('2026-11-23T09:00:00'), taken('2026-11-23T10:00:00')];
  const gone = { ...taken('2026-11-23T08:00:00'), voidedReason: 'DAY_LIMIT' };
  expect(found(gone, first, second)).toEqual([]);
});

test('[RK78] who uploads first makes no difference to a day', () => {
  const start = at('2026-11-23T00:00:00');
  const hours = fc.uniqueArray(fc.integer({ min: 0, max: 71 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(hours, fc.infiniteStream(fc.nat()), (list, draws) => {
      const tests = list.map((hour) => ({
        id: `t${hour}`,
        takenAt: start + hour * hourMs,
        voidedReason: null,
      }));
      const atOnce = new Set(surplusTests(tests, limitsOn).map(({ id }) => id));
      const arrived: CountedTest[] = [];
      const waiting = [...tests];
      while (waiting.length > 0) {
        const [next] = waiting.splice(Number(draws.next().value) % waiting.length, 1);
        if (next) arrived.push(next);
        for (const { id, reason } of surplusTests(arrived, limitsOn)) {
          const index = arrived.findIndex((one) => one.id === id);
          arrived[index] = { ...(arrived[index] as CountedTest), voidedReason: reason };
        }
      }
      const oneByOne = arrived.filter(({ voidedReason }) => voidedReason !== null).map(({ id }) => id);
      const byDay = (ids: Iterable<string>) => [...ids].sort();
      if (tests.length <= 8) expect(byDay(oneByOne)).toEqual(byDay(atOnce));
    }),
  );
});
