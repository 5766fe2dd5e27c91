import { beforeAll, expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import type { RowChange } from '#db/changes/commit.ts';
import { commit } from '#workstation/station.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { clientData, noteData } from '#test/support/wire.ts';
import {
  addClient,
  compareAsIs,
  correct,
  lost,
  openDesk,
  placesOf,
  type Desk,
} from '#test/failures/desks.ts';
import { plantFaults, type CentreFaults, type FaultKind } from '#test/failures/centre-faults.ts';

const central = centralOfFile();
let faults: CentreFaults;

beforeAll(async () => {
  faults = await plantFaults(central);
});

/** One command of three rows: a new client with two notes. */
function addWhole({ station }: Desk): void {
  const { managerId } = station.me;
  const id = uuidv7();
  const notes = ['一', '二'].map((text) => ({
    op: 'create',
    entity: 'note',
    id: uuidv7(),
    data: noteData(id, managerId, text),
  }));
  const client = { op: 'create', entity: 'client', id, data: clientData({ ownerManagerId: managerId }) };
  commit(station, 'client.add', [client, ...notes] as RowChange[]);
}

async function deskWithWork(): Promise<Desk> {
  const [place] = await placesOf(central, '林若溪');
  if (!place) throw new Error('No place.');
  const desk = await openDesk(place);
  const id = addClient(desk, { city: '苏州' });
  await desk.sync.syncNow();
  for (let count = 0; count < 3; count += 1) addWhole(desk);
  correct(desk, id, { city: '无锡' });
  return desk;
}

test.each<FaultKind>(['error', 'cut'])(
  '[F12] an upload that fails at any row it writes, or at the commit (%s), leaves nothing of it',
  async (kind) => {
    const desk = await deskWithWork();
    const { pending } = desk.sync.status();
    const before = await faults.state();
    let step = 1;
    for (; step < 200; step += 1) {
      await faults.arm(step, kind);
      await desk.sync.syncNow();
      if (desk.sync.status().pending === 0) break;
      expect(desk.sync.status()).toMatchObject({ pending, refused: 0, phase: 'offline' });
      expect(await faults.state()).toBe(before);
    }
    await faults.disarm();
    expect(step).toBeGreaterThan(20);
    await desk.sync.syncNow();
    expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 0, problem: null });
    expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
  },
);

test('[F12] an upload of which only a part is written is seen by the same comparison', async () => {
  const desk = await deskWithWork();
  const before = await faults.state();
  desk.network = async ({ name, request, send }) => {
    if (name !== 'push') return send();
    const body = (await request.clone().json()) as { mutations: unknown[] };
    const { url, headers } = request;
    const part = JSON.stringify({ ...body, mutations: body.mutations.slice(0, 2) });
    await fetch(url, { method: 'POST', headers, body: part });
    return lost();
  };
  await desk.sync.syncNow();
  expect(await faults.state()).not.toBe(before);
});
