import { createRouterClient } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import type { Host } from '#workstation/host.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import { router } from '#workstation/router.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  compareAsIs,
  lost,
  openDesk,
  passOn,
  placesOf,
  shown,
  type Desk,
  type Network,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
let desk: Desk;
let clientId: string;

beforeEach(async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  desk = await openDesk(place);
  clientId = addClient(desk);
  await desk.sync.syncNow();
});

/** A window: its own line to the one process that owns the store. */
function openWindow() {
  const host = { live: createLiveBus(), open: () => desk } as unknown as Host;
  return createRouterClient(router, { context: { host } }).clients;
}

async function writeIn(window: ReturnType<typeof openWindow>, name: string): Promise<void> {
  for (let count = 0; count < 120; count += 1) {
    await window.addNote({ id: clientId, text: `${name}${count}` });
    if (count % 3 === 0) await window.correct({ id: clientId, patch: { city: `${name}${count}` } });
  }
}

/** Two windows write at once while uploads go on, over a network as given; then everything goes up. */
async function writeInTwoWindows(network: Network): Promise<void> {
  desk.network = network;
  const over = new AbortController();
  const syncing = (async () => {
    while (!over.signal.aborted) await desk.sync.syncNow();
  })();
  await Promise.all([writeIn(openWindow(), '左'), writeIn(openWindow(), '右')]);
  over.abort();
  await syncing;
  while (desk.sync.status().pending > 0) await desk.sync.syncNow();
  desk.network = passOn;
  await desk.sync.syncNow();
}

/** The clocks of the notes' intents, in the order in which the centre numbered them. */
async function notesInCentreOrder(): Promise<{ text: string; hlc: string }[]> {
  const found = await central.pool.query<{ text: string; hlc: string }>(
    `SELECT data ->> 'text' AS text, field_meta -> '*' ->> 1 AS hlc FROM record
     WHERE entity = 'note' AND data ->> 'clientId' = $1 ORDER BY seq`,
    [clientId],
  );
  return found.rows;
}

test('[F13] what two windows write reaches the centre in the order in which it was written', async () => {
  const random = seededRandom(7);
  await writeInTwoWindows(async ({ send }) => {
    if (random() < 0.2) return lost();
    const answer = await send();
    return random() < 0.2 ? lost() : answer;
  });
  const notes = await notesInCentreOrder();
  expect(notes).toHaveLength(240);
  expect(notes.map(({ hlc }) => hlc)).toEqual(notes.map(({ hlc }) => hlc).toSorted());
  for (const name of ['左', '右']) {
    const own = notes.filter(({ text }) => text.startsWith(name)).map(({ text }) => Number(text.slice(1)));
    expect(own).toEqual(own.map((_, index) => index));
  }
  const { rows } = await central.pool.query<{ city: string }>(
    `SELECT data ->> 'city' AS city FROM record WHERE entity = 'client' AND id = $1`,
    [clientId],
  );
  expect(rows[0]?.city).toBe(shown(desk, clientId)?.['city']);
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F13] uploads in another order are seen in the order of the centre', async () => {
  await writeInTwoWindows(async ({ name, request, send }) => {
    if (name !== 'push') return send();
    const body = (await request.clone().json()) as { mutations: unknown[] };
    const turned = JSON.stringify({ ...body, mutations: body.mutations.toReversed() });
    return fetch(request.url, { method: 'POST', headers: request.headers, body: turned });
  });
  const hlcs = (await notesInCentreOrder()).map(({ hlc }) => hlc);
  expect(hlcs).not.toEqual(hlcs.toSorted());
});
