import { describe, expect, test } from 'vitest';
import { daysBetween, businessDayOf } from '#core/base/time.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import { overContactsOf, type ContactHistory, type MadeContact } from '#core/consent/over-contact.ts';
import { contactPolicy } from '#core/consent/policy.ts';
import { seededRandom } from '#core/base/ids.ts';
import { inventPhone } from '#core/sample/people.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import type { SampleIngredients, SampleRow } from '#core/sample/book.ts';
import { entities } from '#core/sync/entities.ts';

const ingredients: SampleIngredients = {
  seed: 1,
  clients: 400,
  today: '2026-11-23',
  now: Date.parse('2026-11-23T10:00:00+08:00'),
  branchName: '示例支行',
  managers: [
    { id: 'm-1', name: '林若溪' },
    { id: 'm-2', name: '陈思远' },
  ],
};
const book = [...makeSampleBook(ingredients)];
const of = (entity: SampleRow['entity']): SampleRow[] => book.filter((row) => row.entity === entity);

describe('the sample book', () => {
  test('every row fits the schema that the centre checks', () => {
    for (const { entity, data } of book)
      expect(() => entities[entity].fields.strict().parse(data)).not.toThrow();
  });

  test('the same seed writes the same book, another seed another', () => {
    expect([...makeSampleBook(ingredients)]).toEqual(book);
    expect([...makeSampleBook({ ...ingredients, seed: 2 })]).not.toEqual(book);
  });

  test('ids and phones are unique, phones lie in ranges no carrier has', () => {
    // A salon's plan and the year it counts for bear the salon's own id.
    const ids = book.map(({ entity, id }) => `${entity} ${id}`);
    expect(new Set(ids).size).toBe(ids.length);
    const phones = of('client').flatMap(({ data }) => data['phone'] ?? []);
    expect(new Set(phones).size).toBe(phones.length);
    for (const phone of phones) expect(phone).toMatch(/^\+8616[013489]\d{8}$/);
  });

  test('phones stay unique in a book of 200 000, whatever chance adds', () => {
    const random = seededRandom(9);
    const phones = Array.from({ length: 200_000 }, (_, serial) =>
      inventPhone(serial, Math.floor(random() * 10_000)),
    );
    expect(new Set(phones).size).toBe(200_000);
  });

  test.each([
    ['周明远', 179],
    ['周静怡', 180],
    ['周国强', 181],
  ])('%s registered %i days ago and never invested', (name, days) => {
    const client = of('client').find(({ data }) => data['name'] === name);
    expect(daysBetween(businessDayOf(Number(client?.data['registeredAt'])), ingredients.today)).toBe(days);
    expect(
      of('activity').some(({ data }) => data['clientId'] === client?.id && data['kind'] === 'INVEST'),
    ).toBe(false);
  });

  test('a test expires tomorrow, one today, one yesterday', () => {
    const through = of('riskTest').map(({ data }) => data['validThrough']);
    expect(through).toEqual(expect.arrayContaining(['2026-11-22', '2026-11-23', '2026-11-24']));
  });

  test('past calls were made as the contact policy allows', () => {
    const rules = {
      isWorkday: isMainlandWorkday,
      policyAt: () => ({ content: contactPolicy, isReadable: true }),
    };
    expect(of('contact').filter(({ data }) => data['purpose'] === 'MARKETING').length).toBeGreaterThan(50);
    expect(of('client').flatMap((client) => overContactsOf(historyOf(client), rules))).toEqual([]);
  });

  test('a salon takes place today and nobody is a guest twice', () => {
    const today = of('event').filter(
      ({ data }) => businessDayOf(Number(data['startsAt'])) === ingredients.today,
    );
    expect(today).toHaveLength(1);
    const guests = of('guest').filter(({ data }) => data['eventId'] === today[0]?.id);
    expect(guests.length).toBeGreaterThan(20);
    expect(new Set(guests.map(({ data }) => data['clientId'])).size).toBe(guests.length);
  });

  test('a talk to come names a product of each rule book, and nobody is invited to it yet', () => {
    const talks = of('event').filter(({ data }) => data['isProductTalk'] === true);
    expect(talks.map(({ data }) => data['status'])).toEqual(['PLANNED']);
    const ids = talks.flatMap(({ data }) => data['productIds'] as string[]);
    const named = of('product').filter(({ id }) => ids.includes(id));
    expect(named.map(({ data }) => data['regime']).sort()).toEqual(['CSRC', 'NFRA']);
    expect(of('guest').some(({ data }) => data['eventId'] === talks[0]?.id)).toBe(false);
  });

  test('rows refer to what came before them', () => {
    const seen = new Set<unknown>([null, undefined]);
    const dangling: string[] = [];
    for (const { entity, id, data } of book) {
      const targets = ['clientId', 'eventId', 'guestId', 'productId'].filter(
        (field) => !seen.has(data[field]),
      );
      dangling.push(...targets.map((field) => `${entity}.${field}`));
      seen.add(id);
    }
    expect(dangling).toEqual([]);
  });
});

/** What the contact rules read of a client of the book, complaints aside: those came in today. */
function historyOf({ id, data }: SampleRow): ContactHistory {
  const rowsOf = (entity: 'contact' | 'consent'): SampleRow[] =>
    of(entity).filter((row) => row.data['clientId'] === id);
  const unknown = { verdictCode: null, agreedAt: null, numberTail: null, isOverridden: false };
  return {
    client: data as unknown as ContactHistory['client'],
    ledger: rowsOf('consent').map((row) => row.data as unknown as ContactHistory['ledger'][number]),
    contacts: rowsOf('contact').map(
      (row) => ({ ...row.data, ...unknown, id: row.id }) as unknown as MadeContact,
    ),
    complaints: [],
    tags: [],
    rungs: null,
  };
}
