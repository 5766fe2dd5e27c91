import { expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { readStored, reproduces } from '#core/risk/replay.ts';
import { throughGate } from '#db/gate.ts';
import { sql } from '#db/handles.ts';
import { verdictsOf } from '#db/queries/risk.ts';
import { tasksDueToday } from '#db/queries/today.ts';
import { derivedId } from '#workstation/derived-id.ts';
import { endGoneTasks } from '#workstation/risk/gone-tasks.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { rematchHolders } from '#workstation/risk/rematch.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';
import { productOf } from '#test/core/risk/support.ts';
import { riskTestRow } from '#test/support/rows.ts';
import type { TestStation } from '#test/support/station.ts';
import { confirmed } from '#test/support/published.ts';
import { confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';

const productId = 'held';

/** Two holders of a fund that became R4 two days ago: a C4 whom it still fits and a C2 whom it does not. */
function holders(station: TestStation, newcomerSince = '2026-11-22') {
  confirmed(station, 'product', productId, productOf('FUND', 'R4', { name: '成长股票' }));
  const changedAt = station.clock() - 2 * dayMs;
  const change = { productId, ratingBefore: 'R3', ratingAfter: 'R4', changedAt };
  confirmed(station, 'ratingChange', 'change', change);
  const holder = (level: 'C2' | 'C4', sinceDay: string): string => {
    const clientId = confirmedClient(station);
    const takenAt = station.clock() - 30 * dayMs;
    confirmed(station, 'riskTest', station.newId(), riskTestRow({ clientId, takenAt, level }));
    const holding = { clientId, productId, amountFen: 1_000_000, sinceDay, maturesOn: null, asOf: changedAt };
    confirmed(station, 'holding', station.newId(), holding);
    return clientId;
  };
  const [fits, above] = [holder('C4', '2026-01-01'), holder('C2', '2026-11-21')];
  return { changedAt, fits, above, newcomer: holder('C4', newcomerSince) };
}
const tasks = ({ db }: TestStation) =>
  sql<{ id: string; clientId: string; dueAt: number; text: string; status: string }>(
    db,
    "SELECT id, client_id AS clientId, due_at AS dueAt, text, status FROM task WHERE kind = 'SUITABILITY' ORDER BY client_id",
  ).all();

test('[RK104] everyone who held the product when its rating changed is matched anew: verdict stored, a task each', () => {
  const { station } = riskDesk([]);
  const { fits, above, changedAt } = holders(station);
  expect(rematchHolders(station, null)).toBe(2);
  expect(tasks(station).map(({ clientId }) => clientId)).toEqual([fits, above]);
  expect(tasks(station)[0]).toMatchObject({
    text: 'RATING_CHANGED {"product":"成长股票","before":"R3","after":"R4"}',
    dueAt: changedAt + 5 * dayMs,
    status: 'OPEN',
  });
  // Five days to tell the client, and on Today from the first.
  const today = tasksDueToday(station.db, station.me.managerId, station.clock());
  expect(today.map(({ clientId }) => clientId)).toEqual([fits, above]);
  for (const clientId of [fits, above]) {
    const [stored, ...others] = verdictsOf(station.db, clientId, 9);
    expect(others).toEqual([]);
    expect(stored).toMatchObject({ action: 'KEEP_HOLDING', use: 'GATE', productId });
    const both = readStored(stored as NonNullable<typeof stored>);
    expect(both.verdict).toMatchObject({
      outcome: 'ALLOW_WITH_STEPS',
      rule: { id: 'RK61' },
      steps: [{ code: 'TELL_RATING_CHANGE', book: 'CSRC', article: '21' }],
    });
    expect(reproduces(both, ruleBookOf(station.db))).toBe(true);
  }
});

test('[RK105] asked again, and on a second device, it makes the same tasks and none twice', () => {
  const [first, second] = [riskDesk([]), riskDesk([])];
  holders(first.station);
  holders(second.station);
  rematchHolders(first.station, null);
  expect(rematchHolders(first.station, null)).toBe(0);
  second.station.testClock.advance(dayMs);
  rematchHolders(second.station, null);
  expect(tasks(second.station)).toEqual(tasks(first.station));
});

test('[RK105] ids drawn from facts are UUIDs, one for each thing they are about', () => {
  const id = derivedId('rematch', 'a', 'bc');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(derivedId('rematch', 'a', 'bc')).toBe(id);
  expect(derivedId('rematch', 'ab', 'c')).not.toBe(id);
});

test('[RK104] telling the client is recorded with what was said, and ends the task', async () => {
  const { station, client } = riskDesk([]);
  const { above, fits } = holders(station);
  rematchHolders(station, null);
  const matter = { productId, action: 'KEEP_HOLDING', amountFen: null, language: 'zh-CN' } as const;
  const { verdict, steps } = await client.risk.verdict({ clientId: above, ...matter });
  expect(verdict.outcome).toBe('ALLOW_WITH_STEPS');
  expect(steps[0]?.text).toContain('不要求其退出');
  await client.risk.recordStep({
    ...matter,
    clientId: above,
    code: 'TELL_RATING_CHANGE',
    said: '电话告知，客户继续持有',
    signaturePath: null,
  });
  expect((await client.risk.verdict({ clientId: above, ...matter })).verdict.outcome).toBe('ALLOW');
  expect(tasks(station).map(({ clientId, status }) => [clientId, status])).toEqual([
    [fits, 'OPEN'],
    [above, 'DONE'],
  ]);
  expect(rematchHolders(station, null)).toBe(0);
  const { holders: listed, ratingChanges } = await client.products.get({ productId });
  expect(listed.map(({ isToldDue }) => isToldDue).sort()).toEqual([false, false, true]);
  expect(ratingChanges).toMatchObject([{ ratingBefore: 'R3', ratingAfter: 'R4' }]);
});

test("[RK104] whoever bought after the change, a colleague's client and a product nobody changed get no task", () => {
  const { station } = riskDesk([]);
  const { fits, above, newcomer } = holders(station);
  confirmed(station, 'product', 'other', productOf('FUND', 'R2'));
  const held = { productId: 'other', amountFen: 1, sinceDay: '2026-01-01', maturesOn: null, asOf: 0 };
  confirmed(station, 'holding', station.newId(), { clientId: newcomer, ...held });
  const colleague = confirmedClient(station, { ownerManagerId: 'somebody' });
  confirmed(station, 'holding', station.newId(), { clientId: colleague, ...held, productId });
  rematchHolders(station, null);
  expect(tasks(station).map(({ clientId }) => clientId)).toEqual([fits, above]);
});

test('[RK61] what still fits is told of too, once, where its rating changed while it was held', async () => {
  const { station, client } = riskDesk([]);
  const { fits, newcomer } = holders(station);
  const matter = { productId, action: 'KEEP_HOLDING', amountFen: null, language: 'en' } as const;
  expect((await client.risk.verdict({ clientId: fits, ...matter })).verdict.outcome).toBe('ALLOW_WITH_STEPS');
  expect((await client.risk.verdict({ clientId: newcomer, ...matter })).verdict.outcome).toBe('ALLOW');
});

test('[RK114] who sold the product need not be told any more: that task ends by itself, the other stays', () => {
  const { station } = riskDesk([]);
  const { fits, above } = holders(station);
  rematchHolders(station, null);
  expect(endGoneTasks(station, productGate(station))).toBe(0);
  throughGate(station.db, () => sql(station.db, 'DELETE FROM holding WHERE client_id = ?').run(fits));
  expect(endGoneTasks(station, productGate(station))).toBe(1);
  expect(tasks(station).map(({ clientId, status }) => [clientId, status])).toEqual([
    [fits, 'CANCELLED'],
    [above, 'OPEN'],
  ]);
  expect(rematchHolders(station, null)).toBe(0);
});
