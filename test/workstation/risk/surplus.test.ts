import { beforeAll, expect, test } from 'vitest';
import { addDays, businessDayOf, hourMs, minuteMs, startOfDay } from '#core/base/time.ts';
import { riskTestsOf } from '#db/queries/risk.ts';
import { sql } from '#db/handles.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';
import { commit } from '#workstation/station.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { addClient, openDesk, placesOf, type Desk, type Place } from '#test/failures/desks.ts';
import { riskTestRow } from '#test/support/rows.ts';

const central = centralOfFile();
let place: Place;
beforeAll(async () => {
  [place] = (await placesOf(central, '林若溪')) as [Place];
});

/** Records a test without a network, at ten o'clock the day before and some minutes. */
function takeOffline({ station }: Desk, clientId: string, minute: number, level: 'C2' | 'C5'): string {
  const id = station.newId();
  const yesterday = addDays(businessDayOf(station.clock()), -1);
  const takenAt = startOfDay(yesterday) + 10 * hourMs + minute * minuteMs;
  const data = riskTestRow({ clientId, takenAt, level, changedFrom: level === 'C5' ? 'C2' : null });
  commit(station, 'risk.submit', [
    { op: 'create', entity: 'riskTest', id, data: { ...data, managerId: station.me.managerId } },
  ]);
  return id;
}
const voidsOf = ({ db }: Desk, clientId: string) =>
  Object.fromEntries(riskTestsOf(db, clientId).map(({ id, voidedReason }) => [id, voidedReason]));

test('[RK78] two desks test one client offline on one day: both are told which test is void, and lose its level', async () => {
  const [a, b] = [await openDesk(place), await openDesk(place)];
  const clientId = addClient(a);
  await a.sync.syncNow();
  await b.sync.syncNow();
  const first = takeOffline(a, clientId, 1, 'C2');
  const second = takeOffline(b, clientId, 2, 'C2');
  const third = takeOffline(a, clientId, 3, 'C5');
  expect(riskFactsOf(a.db, clientId, a.station.clock())?.standing).toMatchObject({
    level: 'C5',
    isProvisional: true,
  });
  await a.sync.syncNow();
  await b.sync.syncNow();
  await a.sync.syncNow();
  const expected = { [first]: null, [second]: null, [third]: 'DAY_LIMIT' };
  for (const desk of [a, b]) {
    expect(voidsOf(desk, clientId)).toEqual(expected);
    expect(riskFactsOf(desk.db, clientId, desk.station.clock())?.standing).toMatchObject({
      testId: second,
      level: 'C2',
      isProvisional: false,
    });
    const tasks = sql<{ text: string }>(
      desk.db,
      "SELECT text FROM task WHERE client_id = ? AND kind = 'RISK_TEST' AND status = 'OPEN'",
    ).all(clientId);
    expect(tasks.map(({ text }) => text)).toEqual([expect.stringMatching(/^TEST_VOID_DAY /)]);
  }
});
