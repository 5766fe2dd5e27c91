import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharesBy } from '#core/risk/allocation.ts';
import { productFields } from '#core/risk/product.ts';
import shelf from '#resources/sample-book/products.json' with { type: 'json' };
import { riskTestRow } from '#test/support/rows.ts';
import { confirmed } from '#test/support/published.ts';
import { confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';

const idOf = (code: string): string => shelf.products.find((one) => one.code === code)?.id ?? '';

function deskWithHoldings() {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  const hold = (code: string, amountFen: number) =>
    confirmed(desk.station, 'holding', desk.station.newId(), {
      clientId,
      productId: idOf(code) || code,
      amountFen,
      sinceDay: '2026-01-05',
      maturesOn: null,
      asOf: 1_763_000_000_000,
    });
  hold('JJ-GP01', 300_000_00);
  hold('JJ-HB01', 100_000_01);
  hold('JJ-XX01', 50_00);
  hold('withdrawn-product', 7_00);
  return { ...desk, clientId };
}

test('[RK50] holdings divide by rating and kind to the fen, unknown products included', async () => {
  const { client, clientId } = deskWithHoldings();
  const { totalFen, byRating, byKind, holdings } = await client.products.holdings({ clientId });
  expect(totalFen).toBe(400_057_01);
  expect(byRating).toEqual([
    { key: 'R1', amountFen: 100_000_01, count: 1 },
    { key: 'R4', amountFen: 300_000_00, count: 1 },
    { key: 'UNRATED', amountFen: 57_00, count: 2 },
  ]);
  expect(byKind.map(({ key }) => key)).toEqual(['FUND', 'UNKNOWN']);
  expect(holdings.map(({ amountFen }) => amountFen)).toEqual([300_000_00, 100_000_01, 50_00, 7_00]);
  expect(holdings.at(-1)?.product).toBeNull();
});

test('[RK50] shares add up to the total whatever is held', () => {
  const held = fc.array(fc.record({ key: fc.constantFrom('R1', 'R2', 'R3'), amountFen: fc.nat() }));
  fc.assert(
    fc.property(held, (items) => {
      const sum = (list: readonly { amountFen: number }[]) =>
        list.reduce((all, one) => all + one.amountFen, 0);
      const shares = sharesBy(items, ({ key }) => key);
      return sum(shares) === sum(items) && shares.reduce((all, { count }) => all + count, 0) === items.length;
    }),
  );
});

test('[RK52] a holding above the level that counts is marked; without a level nothing is', async () => {
  const { client, clientId, station } = deskWithHoldings();
  const marks = async () =>
    (await client.products.holdings({ clientId })).holdings.map((one) => one.isOverLevel);
  expect(await marks()).toEqual([null, null, null, null]);
  const row = riskTestRow({ clientId, takenAt: station.clock() - 1 });
  confirmed(station, 'riskTest', station.newId(), row);
  expect(await marks()).toEqual([true, false, null, null]);
});

test('[RK51] starters are on sale, open to all, rated and cost 100 RMB at most', async () => {
  const { products, starterUpToFen } = await riskDesk().client.products.list();
  expect(starterUpToFen).toBe(10_000);
  expect(products.filter(({ isStarter }) => isStarter).map(({ code }) => code)).toEqual([
    'AX-XJ01',
    'BX-YW01',
    'JJ-GP01',
    'JJ-HB01',
    'JJ-HH01',
    'JJ-ZQ01',
  ]);
});

test('[RK27] the list shows the rating used beside both ratings', async () => {
  const { products } = await riskDesk().client.products.list();
  expect(products.find(({ code }) => code === 'JJ-GP01')).toMatchObject({
    issuerRating: 'R3',
    sellerRating: 'R4',
    rating: 'R4',
  });
  expect(products.find(({ code }) => code === 'JJ-XX01')?.rating).toBeNull();
});

test('[RK50] a product names its holders in this book', async () => {
  const { client, clientId } = deskWithHoldings();
  const product = await client.products.get({ productId: idOf('JJ-GP01') });
  expect(product.holders).toEqual([{ clientId, name: '欧阳静怡', amountFen: 300_000_00, isToldDue: false }]);
});

test('[RK20] the sample shelf holds every kind, R1 to R5, a suspended, an unrated and a private product', () => {
  const products = shelf.products.map((one) => productFields.parse(one));
  expect(new Set(products.map(({ kind }) => kind)).size).toBe(7);
  expect(new Set(products.map(({ sellerRating }) => sellerRating)).size).toBe(6);
  expect(products.some(({ status }) => status === 'SUSPENDED')).toBe(true);
  expect(products.some(({ isPrivate, status }) => isPrivate && status === 'ON_SALE')).toBe(true);
  expect(new Set(shelf.products.map(({ id }) => id)).size).toBe(shelf.products.length);
});
