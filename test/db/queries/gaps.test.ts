import { expect, test } from 'vitest';
import { rebuildDerived } from '#db/changes/derive.ts';
import { clientGaps } from '#db/queries/gaps.ts';
import { riskTestRow } from '#test/support/rows.ts';
import { confirmed } from '#test/support/published.ts';
import { confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';

function desk() {
  const { station } = riskDesk();
  const { managerId } = station.me;
  confirmed(station, 'manager', managerId, { name: '林若溪', branchName: '示例支行', isActive: true });
  confirmed(station, 'manager', 'left', { name: '离职', branchName: '示例支行', isActive: false });
  const whole = { tier: 'VIP', ownerManagerId: managerId, capacity: 'FULL', birthDay: '1980-01-01' } as const;
  const add = (over: Parameters<typeof confirmedClient>[1], validThrough: string | null): string => {
    const clientId = confirmedClient(station, { ...whole, ...over });
    const takenAt = station.clock() - 1;
    if (validThrough)
      confirmed(station, 'riskTest', station.newId(), riskTestRow({ clientId, takenAt, validThrough }));
    return clientId;
  };
  const gapsNow = () => {
    rebuildDerived(station.db, station.clock());
    return clientGaps(station.db, station.clock(), 10).lines.map(({ name, gaps }) => [name, gaps]);
  };
  return { station, add, gapsNow };
}

test('[RK98] a VIP without owner or valid test, and missing facts of whom they are needed, are gaps; the rest is not', () => {
  const { station, add, gapsNow } = desk();
  add({ name: '齐全' }, '2026-11-23');
  add({ name: '过期' }, '2026-11-22');
  add({ name: '没测' }, null);
  add({ name: '无主', ownerManagerId: 'left', tier: 'PRIVATE' }, '2027-01-01');
  add({ name: '缺资料', birthDay: null, capacity: null }, '2027-01-01');
  add({ name: '大众没测', tier: 'MASS', birthDay: null, capacity: null }, null);
  const holder = add({ name: '大众持仓', tier: 'MASS', birthDay: null }, null);
  confirmed(station, 'holding', station.newId(), {
    clientId: holder,
    productId: 'p',
    amountFen: 100,
    sinceDay: '2026-01-01',
    maturesOn: null,
    asOf: 0,
  });
  expect(new Map(gapsNow() as [string, string[]][])).toEqual(
    new Map([
      ['无主', ['NO_OWNER']],
      ['过期', ['TEST_EXPIRED']],
      ['没测', ['NO_TEST']],
      ['缺资料', ['NO_BIRTH_DAY', 'NO_CAPACITY']],
      ['大众持仓', ['NO_BIRTH_DAY']],
    ]),
  );
  expect(gapsNow()[0]?.[0]).toBe('无主');
  expect(clientGaps(station.db, station.clock(), 2)).toMatchObject({ total: 5, lines: [{}, {}] });
});
