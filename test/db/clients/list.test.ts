import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { dayMs } from '#core/base/time.ts';
import type { ClientFilter, ClientSort } from '#core/clients/filter.ts';
import { sql } from '#db/handles.ts';
import { listCities, listTags } from '#db/queries/client-choices.ts';
import { listClientIds, listClients } from '#db/queries/clients.ts';
import { now, openBook, type Book } from '#test/db/clients/support.ts';
import { testManagerId as managerId } from '#test/support/rows.ts';

const today = '2026-11-23';
const byAum: ClientSort = { by: 'aum', descending: true };
let book: Book;
const list = (filter: ClientFilter, sort = byAum, page = { offset: 0, limit: 100 }) =>
  listClients(book.db, { filter, sort, today }, page);
const count = (where: string): number =>
  sql<{ n: number }>(book.db, `SELECT count(*) AS n FROM client c WHERE ${where}`).get()?.n ?? -1;

beforeAll(() => {
  book = openBook();
  const random = seededRandom(3);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  for (let index = 0; index < 120; index++) {
    const id = book.client({
      name: pick(['王伟', '李娜', '单雄信', '张敏']),
      city: pick(['成都', '重庆', null]),
      tier: pick(['MASS', 'VIP', 'PRIVATE'] as const),
      statedAssetsFen: pick([null, 100_000, 5_000_000, 90_000_000]),
      phone: pick([null, '+8613800000001']),
      registeredAt: pick([null, now - 10 * dayMs, now - 300 * dayMs]),
    });
    const tag = { clientId: id, name: pick(['茶', '跑步']), setBy: managerId, setAt: now, expiresAt: null };
    if (random() < 0.5) book.local([{ op: 'create', entity: 'tag', id: book.newId(), data: tag }]);
  }
});

describe('listClients', () => {
  test('[CL13] counts equal plain SQL over the clients themselves', () => {
    expect(list({}).total).toBe(count('1'));
    expect(list({ tiers: ['VIP'] }).total).toBe(count(`tier = 'VIP'`));
    expect(list({ cities: ['成都'], tiers: ['VIP', 'PRIVATE'] }).total).toBe(
      count(`city = '成都' AND tier <> 'MASS'`),
    );
    expect(list({ minAumFen: 100_000, maxAumFen: 5_000_000 }).total).toBe(
      count('coalesce(stated_assets_fen, 0) BETWEEN 100000 AND 5000000'),
    );
    expect(list({ hasPhone: false }).total).toBe(count('phone IS NULL'));
    expect(list({ owners: ['nobody'] }).total).toBe(0);
    expect(list({ isBlocked: false }).total).toBe(120);
    expect(list({ levels: ['NONE'] }).total).toBe(120);
    expect(list({ levels: ['C3', 'EXPIRED'] }).total).toBe(0);
    expect(list({ tags: ['茶'] }).total).toBe(count(`id IN (SELECT client_id FROM tag WHERE name = '茶')`));
    expect(list({ stages: ['EXPIRED'] }).total).toBe(
      count(`registered_at = ${now - 300 * dayMs} AND stated_assets_fen IS NULL`),
    );
    expect(list({ text: '单' }).total).toBe(count(`name LIKE '%单%'`));
    expect(list({ text: 'ww', tiers: ['VIP'] }).total).toBe(count(`name = '王伟' AND tier = 'VIP'`));
    expect(list({ text: '0001' }).total).toBe(count('phone IS NOT NULL'));
  });

  test.each<ClientSort['by']>(['aum', 'name', 'churn', 'lastContact', 'goldenDaysLeft', 'completeness'])(
    '[CL13] pages by %s neither overlap nor leave anyone out',
    (by) => {
      for (const descending of [true, false]) {
        const pages = [0, 50, 100].map((offset) => list({}, { by, descending }, { offset, limit: 50 }).rows);
        expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(120);
      }
    },
  );

  test('[CL13] names are ordered by pinyin, balances by size', () => {
    const names = list({}, { by: 'name', descending: false }).rows.map(({ name }) => name);
    expect([...new Set(names)].slice(0, 3)).toEqual(['李娜', '单雄信', '王伟']);
    const balances = list({}).rows.map(({ aumFen }) => aumFen);
    expect(balances).toEqual(balances.toSorted((a, b) => b - a));
  });

  test('[CL13] the kept order is dropped when something changes', () => {
    const before = list({ tiers: ['VIP'] }).total;
    const [vip] = list({ tiers: ['VIP'] }).rows;
    book.local([{ op: 'patch', entity: 'client', id: vip?.id ?? '', patch: { tier: 'MASS' } }]);
    expect(list({ tiers: ['VIP'] }).total).toBe(before - 1);
  });

  test('[CL13] the ids of a filter are its clients, in its order', () => {
    const { total, ids } = listClientIds(book.db, { filter: { tiers: ['MASS'] }, sort: byAum, today }, 5);
    expect(total).toBe(list({ tiers: ['MASS'] }).total);
    expect(ids).toEqual(
      list({ tiers: ['MASS'] })
        .rows.slice(0, 5)
        .map(({ id }) => id),
    );
  });

  test('[CL13] choices carry counts', () => {
    expect(listCities(book.db).find(({ name }) => name === '成都')?.count).toBe(count(`city = '成都'`));
    expect(listTags(book.db, '跑', 5)).toEqual([{ name: '跑步', count: list({ tags: ['跑步'] }).total }]);
  });
});
