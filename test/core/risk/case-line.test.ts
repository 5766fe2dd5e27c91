import { describe, expect, test } from 'vitest';
import { replayLine } from '#core/risk/replay.ts';
import { shippedBook } from '#core/risk/rule-book.ts';

const whole = {
  id: 'x',
  now: '2026-11-23T10:00:00+08:00',
  action: 'RECOMMEND',
  client: { birthDay: '1980-05-05', capacity: 'FULL' },
  tests: [{ takenAt: '2026-06-01T10:00:00+08:00', level: 'C3' }],
  product: {
    kind: 'FUND',
    regime: 'CSRC',
    status: 'ON_SALE',
    issuerRating: 'R2',
    sellerRating: 'R2',
    isPrivate: false,
  },
  needs: 'MATCH',
};
const judged = (line: string) => replayLine(line, shippedBook);
const lineWith = (over: Record<string, unknown>): string => JSON.stringify({ ...whole, ...over });

describe('a line as people write it', () => {
  test.each([
    ['as the format says', {}],
    ['with a mark of the encoding before it', null],
    ['with a number for its id', { id: 7 }],
    ['without an id', { id: undefined }],
    ['with null for what is left out', { premium: null, audience: null, dataAt: null, stepsDone: null }],
    [
      'with codes in small letters',
      { action: 'recommend', needs: 'match', client: { ...whole.client, capacity: 'full' } },
    ],
    [
      'with its product in small letters',
      { product: { ...whole.product, kind: 'fund', regime: 'csrc', status: 'on_sale', issuerRating: 'r2' } },
    ],
    [
      'with remarks of its own',
      {
        note: 'ours',
        expected: { outcome: 'ALLOW' },
        _source: 1,
        client: { ...whole.client, name: '王晓明' },
      },
    ],
    ['with milliseconds for the instant', { now: Date.parse(whole.now) }],
    ['with the instant of another zone', { now: '2026-11-22T21:00:00-05:00' }],
    ['with the day beside the instant', { date: '2026-11-23' }],
  ] as const)('[RK64] is judged %s', (_, over) => {
    const line = over === null ? `\uFEFF${lineWith({})}\r` : lineWith(over);
    const id = over !== null && 'id' in over ? over.id : 'x';
    expect(judged(line)).toMatchObject({ ...(id === undefined ? {} : { id }), outcome: 'ALLOW' });
  });

  test('[RK64] the verdict is the same whichever way it is written', () => {
    const small = lineWith({ action: 'recommend', premium: null, note: 'ours' });
    expect(JSON.stringify(judged(small))).toBe(JSON.stringify(judged(lineWith({}))));
  });
});

describe('a line that is no case', () => {
  test.each([
    ['{', 'not a JSON object'],
    ['{"id":"x","now":"2026-11-', 'not a JSON object'],
    ['null', 'in braces'],
    ['[{}]', 'in braces'],
    ['"RECOMMEND"', 'in braces'],
    [lineWith({ id: { a: 1 } }), 'id: give a text or a number'],
    [lineWith({ now: undefined }), 'now: give the instant with its offset'],
    [lineWith({ now: '2026-11-23T10:00:00' }), 'now: give the instant with its offset'],
    [lineWith({ now: '2026-11-23' }), 'now: give the instant with its offset'],
    [lineWith({ now: 1_795_000_000 }), 'now: not between 1990 and 2199'],
    [lineWith({ now: 9_000_000_000_000_000 }), 'now: not between 1990 and 2199'],
    [lineWith({ dataAt: 1_795_000_000 }), 'dataAt: not between'],
    [lineWith({ tests: [{ takenAt: 1_795_000_000, level: 'C3' }] }), 'tests.0.takenAt: not between'],
    [lineWith({ date: '2026-11-22' }), '2026-11-22 is not the day of now, which is 2026-11-23'],
    [lineWith({ now: '2026-11-23T16:00:00Z', date: '2026-11-23' }), 'which is 2026-11-24 in Shanghai'],
    [lineWith({ action: 'BUY' }), 'action: Invalid option: expected one of "RECOMMEND"'],
    [lineWith({ client: undefined }), 'client: '],
    [lineWith({ client: { birthDay: '1980/5/5' } }), 'client.birthDay: write the day as YYYY-MM-DD'],
    [lineWith({ client: { birthDay: '1981-02-29' } }), 'client.birthDay: the calendar has no 1981-02-29'],
    [lineWith({ amountFen: 12.5 }), 'amountFen: '],
    [lineWith({ amount: 100 }), 'amount: there is no such field; there are id, now'],
    [
      lineWith({ client: { birthDate: '1980-05-05' } }),
      'client.birthDate: there is no such field; there are birthDay',
    ],
    [lineWith({ tests: [{ ...whole.tests[0], voided: true }] }), 'tests.0.voided: there is no such field'],
    [lineWith({ product: { ...whole.product, rating: 'R5' } }), 'product.rating: there is no such field'],
    [lineWith({ product: { ...whole.product, regime: undefined } }), 'product.regime: Invalid option'],
    [lineWith({ constructor: 1 }), 'constructor: there is no such field'],
  ])('[RK64] says what is to be mended: %s', (line, said) => {
    expect(judged(line)).toEqual(expect.objectContaining({ error: expect.stringContaining(said) as string }));
  });

  test('[RK64] keeps its id, and tells every fault at once', () => {
    const line = lineWith({ now: '2026-11-23', amount: 1 });
    expect(judged(line)).toEqual({ id: 'x', error: expect.stringMatching(/amount: .*; now: /) as string });
  });
});
