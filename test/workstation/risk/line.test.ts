import { expect, test } from 'vitest';
import type { RiskTestFields } from '#core/risk/risk-test.ts';
import { riskTestRow } from '#test/support/rows.ts';
import { confirmed } from '#test/support/published.ts';
import { confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';

function withTest(over: Partial<RiskTestFields> = {}) {
  const { station, client } = riskDesk();
  const clientId = confirmedClient(station);
  const row = riskTestRow({ clientId, takenAt: station.clock() - 1, ...over });
  confirmed(station, 'riskTest', station.newId(), row);
  return { station, line: () => client.risk.line({ clientId }) };
}

test('[RK37] the line tells how many products, up to which rating and until when', async () => {
  expect(await withTest().line()).toMatchObject({ recommendable: 11, ratingUpTo: 'R3', until: '2027-11-23' });
});

test('[RK28] without a test the line names the missing test, exempt cover needs a known capacity', async () => {
  const { station, client } = riskDesk();
  const clientId = confirmedClient(station);
  expect(await client.risk.line({ clientId })).toMatchObject({
    recommendable: 0,
    ratingUpTo: null,
    until: null,
    blockedBy: { id: 'RK28' },
  });
});

test('[RK28] an expired test leaves what needs none', async () => {
  const line = await withTest({ validThrough: '2026-11-22' }).line();
  expect(line).toMatchObject({ recommendable: 1, ratingUpTo: 'R1', until: null, blockedBy: { id: 'RK28' } });
});

test('[RK22] without capacity nothing is left', async () => {
  const line = await withTest({ capacity: 'NONE' }).line();
  expect(line).toMatchObject({ recommendable: 0, blockedBy: { id: 'RK22', book: 'NFRA', article: '19' } });
});

test('[RK14] a test the centre made void opens nothing', async () => {
  expect(await withTest({ voidedReason: 'RK6' }).line()).toMatchObject({ recommendable: 0, standing: null });
});
