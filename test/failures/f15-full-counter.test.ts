import { expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { dayMs } from '#core/base/time.ts';
import { createHlc, readHlc, writeHlc } from '#core/sync/hlc.ts';
import { commitChanges, type Command } from '#db/changes/commit.ts';
import { hlcStore, writeSyncState } from '#db/changes/sync-state.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { noteData } from '#test/support/wire.ts';
import {
  addClient,
  compareAsIs,
  correct,
  openDesk,
  placesOf,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();

test('[F15] 200,000 readings in one frozen millisecond rise and stay readable, before and over the full counter', () => {
  let saved = writeHlc({ ms: 1_763_785_600_000, counter: 900_000, device: 'device' });
  const store = { load: () => saved, save: (reading: string) => void (saved = reading) };
  const next = createHlc(() => 1_763_785_600_000, 'device', store);
  for (let count = 0, last = saved; count < 200_000; count += 1) {
    const reading = next();
    if (reading <= last || reading.length !== last.length || readHlc(reading) === null)
      throw new Error(`${reading} does not follow ${last}`);
    last = reading;
  }
  expect(readHlc(saved)).toEqual({ ms: 1_763_785_600_001, counter: 100_000, device: 'device' });
});

/** Commits notes while the clock stands still and its counter is about to be full. */
function commitInOneMillisecond({ station, db }: Desk, clientId: string, notes: number): void {
  const now = station.clock();
  const { deviceId, managerId } = station.me;
  writeSyncState(db, 'hlc', writeHlc({ ms: now, counter: 999_990, device: deviceId }));
  const nextHlc = createHlc(() => now, deviceId, hlcStore(db));
  const commands = Array.from({ length: notes }, (_, index): Command => {
    const data = noteData(clientId, managerId, `第${index}条`);
    return { command: 'client.note', changes: [{ op: 'create', entity: 'note', id: uuidv7(), data }] };
  });
  commitChanges(db, { now, newId: station.newId, nextHlc }, commands);
}

test('[F15] an import in one millisecond over the full counter is taken by the centre in its order', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const desk = await openDesk(place);
  const clientId = addClient(desk);
  await desk.sync.syncNow();
  commitInOneMillisecond(desk, clientId, 1200);
  await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 0, problem: null });
  const { rows } = await central.pool.query<{ text: string }>(
    `SELECT data ->> 'text' AS text FROM record WHERE entity = 'note' AND data ->> 'clientId' = $1 ORDER BY seq`,
    [clientId],
  );
  expect(rows.map(({ text }) => text)).toEqual(Array.from({ length: 1200 }, (_, index) => `第${index}条`));
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F15] what comes from a device far ahead does not drive this device’s clock', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const [ahead, desk] = [await openDesk(place), await openDesk(place)];
  const ids = Array.from({ length: 50 }, () => addClient(ahead));
  await ahead.sync.syncNow();
  await desk.sync.syncNow();
  ahead.skewMs = 700 * dayMs;
  for (const id of ids) correct(ahead, id, { city: '苏州' });
  ahead.skewMs = 0;
  await ahead.sync.syncNow();
  await desk.sync.syncNow();
  correct(desk, ids[0] ?? '', { city: '无锡' });
  const reading = readHlc(readSyncState<string>(desk.db, 'hlc') ?? '');
  expect(Math.abs((reading?.ms ?? 0) - Date.now())).toBeLessThan(dayMs);
});
