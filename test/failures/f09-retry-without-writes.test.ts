import { beforeAll, expect, test, vi } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { startProxy } from '#test/support/cuttable-proxy.ts';
import {
  addClient,
  addNote,
  compareAsIs,
  lost,
  notesOf,
  openDesk,
  passOn,
  placesOf,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';
import { beforeStatements } from '#test/failures/disk-images.ts';

const central = centralOfFile();
let place: Place;

beforeAll(async () => {
  [place] = (await placesOf(central, '林若溪')) as [Place];
});

/** Lets planned rounds run, and nothing else, until the desk stands as expected. */
async function letTimePass(desk: Desk, expected: object): Promise<void> {
  await vi.waitFor(
    () => {
      desk.timers.fire();
      expect(desk.sync.status()).toMatchObject(expected);
    },
    { timeout: 10_000, interval: 10 },
  );
}

const html = (): Response =>
  new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } });

/** Every way in which a round fails, by what the network or the clock does. */
const failures: [name: string, bend: (desk: Desk) => void][] = [
  ['the network is down', (desk) => (desk.network = lost)],
  ['uploads time out', (desk) => (desk.network = ({ name, send }) => (name === 'push' ? lost() : send()))],
  ['downloads fail', (desk) => (desk.network = ({ name, send }) => (name === 'pull' ? lost() : send()))],
  ['the centre is being restarted', (desk) => (desk.network = async () => new Response('', { status: 503 }))],
  ['the centre has a defect', (desk) => (desk.network = async () => new Response('{}', { status: 500 }))],
  ['a hotel asks to sign in', (desk) => (desk.network = async () => html())],
  ['the clock is wrong', (desk) => (desk.skewMs = 3 * dayMs)],
];

test.each(failures)(
  '[F9] %s, then no longer: what waits goes up without another write',
  async (_name, bend) => {
    const desk = await openDesk(place);
    const clientId = addClient(desk);
    await desk.sync.syncNow();
    bend(desk);
    addNote(desk, clientId, '离线写的');
    for (let round = 0; round < 4; round += 1) {
      desk.timers.fire();
      await desk.sync.syncNow();
      expect(desk.timers.pending().length).toBeGreaterThan(0);
      expect(Math.max(...desk.timers.pending())).toBeLessThanOrEqual(60_000);
    }
    expect(desk.sync.status().problem).not.toBeNull();
    desk.network = passOn;
    desk.skewMs = 0;
    await letTimePass(desk, { pending: 0, phase: 'synced' });
    expect(notesOf(desk, clientId)).toEqual(['离线写的']);
  },
);

test('[F9] a cable pulled and put back is noticed by planned rounds alone', async () => {
  const proxy = await startProxy(Number(new URL(central.url).port));
  const desk = await openDesk(place, { centralUrl: proxy.url });
  const clientId = addClient(desk);
  await desk.sync.syncNow();
  proxy.cut();
  addNote(desk, clientId);
  await letTimePass(desk, { pending: 1, problem: 'UNREACHABLE' });
  proxy.mend();
  await letTimePass(desk, { pending: 0, phase: 'synced' });
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
  await desk.sync.stop();
  await proxy.close();
});

test('[F9] work left by a program that ended goes up when it starts again, without another write', async () => {
  const desk = await openDesk(place);
  const clientId = addClient(desk);
  await desk.sync.syncNow();
  await desk.sync.stop();
  addNote(desk, clientId);
  const restarted = await openDesk(place, { enrolment: desk.enrolment, file: desk.file });
  await letTimePass(restarted, { pending: 0, phase: 'synced' });
  expect(await compareAsIs(restarted)).toMatchObject({ isEqual: true });
});

test('[F9] a disk that cannot even be read for a while is asked again, without another write', async () => {
  const disk = { isGone: false };
  const broken = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
  const desk = await openDesk(place, {
    tap: (db) =>
      beforeStatements(db, () => {
        if (disk.isGone) throw broken;
      }),
  });
  const clientId = addClient(desk);
  await desk.sync.syncNow();
  addNote(desk, clientId);
  for (let round = 0; round < 3; round += 1) {
    disk.isGone = true;
    desk.timers.fire();
    await desk.sync.syncNow().catch(() => undefined);
    disk.isGone = false;
    expect(desk.timers.pending().length).toBeGreaterThan(0);
  }
  await letTimePass(desk, { pending: 0, phase: 'synced' });
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F9] a disk that cannot be read just when a change is noticed delays it by a minute at most, not until the next look', async () => {
  const disk = { isGone: false };
  const broken = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
  const desk = await openDesk(place, {
    tap: (db) =>
      beforeStatements(db, () => {
        if (disk.isGone) throw broken;
      }),
  });
  const clientId = addClient(desk);
  await desk.sync.syncNow();
  desk.sync.setMetered(true);
  await desk.sync.syncNow();
  addNote(desk, clientId);
  disk.isGone = true;
  desk.timers.fire(60_000);
  disk.isGone = false;
  expect(Math.max(...desk.timers.pending())).toBeLessThanOrEqual(60_000);
  await letTimePass(desk, { pending: 0, phase: 'synced' });
});
