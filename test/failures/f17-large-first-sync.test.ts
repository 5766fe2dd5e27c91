import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import type { RowChange } from '#db/changes/commit.ts';
import { countRows } from '#db/queries/digest.ts';
import { listRefused } from '#db/queries/sync.ts';
import { commit } from '#workstation/station.ts';
import { loadSample } from '#central/sample.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { clientData, noteData } from '#test/support/wire.ts';
import {
  addClient,
  addNote,
  change,
  compareAsIs,
  correct,
  notesOf,
  openDesk,
  passOn,
  placesOf,
  type Network,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
const clients = 650;
const notesEach = 25;
/** One client in this many carries a row close to the longest that the centre stores. */
const largeEvery = 15;
const largeRow = { remark: '备'.repeat(100 * 1024) };
let place: Place;

beforeAll(async () => {
  [place] = (await placesOf(central, '林若溪')) as [Place];
  const { tenantId, managerId } = place;
  const ids = Array.from({ length: clients }, () => uuidv7());
  const rows = ids.flatMap((id, index) => {
    const extra = index % largeEvery === 0 ? largeRow : {};
    const notes = Array.from({ length: notesEach }, (_, count) => ({
      entity: 'note' as const,
      id: uuidv7(),
      data: noteData(id, managerId, `第${count}条${'很长的记录'.repeat(count)}`),
    }));
    return [
      { entity: 'client' as const, id, data: clientData({ ownerManagerId: managerId, extra }) },
      ...notes,
    ];
  });
  await loadSample(central.store, { tenantId, managers: [], rows, now: Date.now() });
});

/** What a first sync may hold at once beyond what was held before: some pages, however much there is in all. */
const heldMost = 12 * 1024 * 1024;

/** Notes at every twentieth page what is really held: heap and buffers just after a collection. */
function memoryAtPages(through: Network): { network: Network; most: () => number } {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held: number[] = [];
  let pages = 0;
  const network: Network = async (call) => {
    if (call.name === 'bootstrap' && (pages += 1) % 20 === 1) {
      // Buffers given up are freed a turn after their owners.
      for (let turn = 0; turn < 2; turn += 1) {
        collect();
        await new Promise((resolve) => setImmediate(resolve));
      }
      const { heapUsed, external } = process.memoryUsage();
      held.push(heapUsed + external);
    }
    return through(call);
  };
  return { network, most: () => Math.max(...held) - (held[0] ?? 0) };
}

test('[F17] tens of thousands of rows of all sizes come in one go, and only some pages are held at once', async () => {
  const memory = memoryAtPages(passOn);
  const desk = await openDesk(place, { pageRows: 200, network: memory.network });
  await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ phase: 'synced', problem: null });
  expect(countRows(desk.db)).toBeGreaterThan(clients * (1 + notesEach));
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
  expect(memory.most()).toBeLessThan(heldMost);
});

test('[F17] an engine that kept every page is seen to hold more', async () => {
  const pages: unknown[] = [];
  const memory = memoryAtPages(async (call) => {
    const answer = await passOn(call);
    if (call.name === 'bootstrap') pages.push(await answer.clone().json());
    return answer;
  });
  const desk = await openDesk(place, { pageRows: 200, network: memory.network });
  await desk.sync.syncNow();
  expect(pages.length).toBeGreaterThan(10);
  expect(memory.most()).toBeGreaterThan(heldMost);
});

test('[F17] a centre that is busy all the while does not end a first sync as different', async () => {
  const here = await freshPlace();
  const writer = await openDesk(here);
  const [id = ''] = Array.from({ length: 300 }, () => addClient(writer));
  await writer.sync.syncNow();
  let calls = 0;
  const busy: Network = async (call) => {
    calls += 1;
    if (calls <= 60) {
      correct(writer, id, { city: `第${calls}次` });
      await writer.sync.syncNow();
    }
    return passOn(call);
  };
  const desk = await openDesk(here, { pageRows: 10, network: busy });
  for (let round = 0; round < 10; round += 1) {
    await desk.sync.syncNow();
    expect(desk.sync.status()).toMatchObject({ phase: 'synced', problem: null });
  }
  expect(calls).toBeGreaterThan(60);
  await desk.sync.syncNow();
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F17] an upload of rows of all sizes goes up in pieces; what is too long comes back alone', async () => {
  const desk = await openDesk(await freshPlace());
  const clientId = addClient(desk);
  const notes = Array.from({ length: 750 }, () => ({
    op: 'create',
    entity: 'note',
    id: uuidv7(),
    data: noteData(clientId, desk.station.me.managerId, '很长'.repeat(2000)),
  }));
  commit(desk.station, 'import', notes as RowChange[]);
  const ownerManagerId = desk.station.me.managerId;
  const tooLong = { remark: '备'.repeat(5 * 1024 * 1024) };
  const large = change(desk, 'create', 'client', uuidv7(), clientData({ ownerManagerId, extra: largeRow }));
  const refused = change(desk, 'create', 'client', uuidv7(), clientData({ ownerManagerId, extra: tooLong }));
  addNote(desk, clientId, '最后');
  await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 1, phase: 'synced' });
  expect(listRefused(desk.db)).toMatchObject([{ rowId: refused }]);
  expect(notesOf(desk, clientId)).toHaveLength(751);
  expect(desk.db.prepare('SELECT count(*) FROM client WHERE id = ?').pluck().get(large)).toBe(1);
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

async function freshPlace(): Promise<Place> {
  const [fresh] = (await placesOf(central, '林若溪')) as [Place];
  return fresh;
}
