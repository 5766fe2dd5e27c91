import { expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import type { Mutation } from '#core/sync/protocol.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  addNote,
  change,
  compareAsIs,
  correct,
  lost,
  notesOf,
  openDesk,
  passOn,
  placesOf,
  shown,
  unproved,
  type Desk,
  type Network,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();

/** Takes every call to the centre and loses the first answer to each; `seen` counts the calls that were lost. */
function losingFirstAnswers(through: Network = unproved): { network: Network; lost: () => number } {
  const seen = new Set<string>();
  const network: Network = async (call) => {
    const key = `${call.request.method} ${call.request.url} ${withoutClock(await call.request.clone().text())}`;
    const answer = await through(call);
    if (seen.has(key)) return answer;
    seen.add(key);
    await answer.arrayBuffer();
    return lost();
  };
  return { network, lost: () => seen.size };
}

/** The same upload again tells another time and counts another attempt. */
const withoutClock = (text: string): string => text.replaceAll(/"(clock|pushNo)":\d+/g, '');

async function syncedAtLast(desk: Desk): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    await desk.sync.syncNow();
    const { pending, problem } = desk.sync.status();
    if (pending === 0 && problem === null) return;
  }
}

async function writeOfAllKinds(desk: Desk): Promise<{ kept: string; rows: number }> {
  const kept = addClient(desk);
  for (let count = 0; count < 20; count += 1) addNote(desk, kept, `第${count}条`);
  const gone = addClient(desk);
  correct(desk, kept, { city: '无锡' });
  change(desk, 'delete', 'client', gone);
  return { kept, rows: 22 };
}

test('[F11] every answer is lost once, over a first sync, uploads and pulls: all is there exactly once', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const writer = await openDesk(place, { pageRows: 7 });
  const losing = losingFirstAnswers(passOn);
  writer.network = losing.network;
  await syncedAtLast(writer);
  const { kept, rows } = await writeOfAllKinds(writer);
  await syncedAtLast(writer);
  expect(losing.lost()).toBeGreaterThan(6);
  const reader = await openDesk(place, { pageRows: 7 });
  reader.network = losingFirstAnswers(passOn).network;
  await syncedAtLast(reader);
  expect(notesOf(reader, kept).sort()).toEqual(notesOf(writer, kept).sort());
  expect(new Set(notesOf(reader, kept)).size).toBe(20);
  expect(shown(reader, kept)).toMatchObject({ city: '无锡' });
  expect([await compareAsIs(writer), await compareAsIs(reader)]).toMatchObject([
    { isEqual: true },
    { isEqual: true },
  ]);
  const stored = await central.pool.query(
    `SELECT count(*) AS n FROM record WHERE tenant_id = $1 AND entity IN ('client', 'note')`,
    [place.tenantId],
  );
  expect(Number(stored.rows[0]?.['n'])).toBe(rows);
});

test('[F11] a device that made new ids for what it sends again is seen to make duplicates', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const writer = await openDesk(place);
  const clientId = addClient(writer);
  await writer.sync.syncNow();
  writer.network = losingFirstAnswers(async (call) => {
    if (call.name !== 'push') return unproved(call);
    const body = (await call.request.clone().json()) as { mutations: Mutation[] };
    const renewed = body.mutations.map((each) => ({ ...each, mid: uuidv7(), id: uuidv7() }));
    const { pushNo: _same, ...rest } = body as { pushNo?: number; mutations: Mutation[] };
    const { url, headers } = call.request;
    return fetch(url, { method: 'POST', headers, body: JSON.stringify({ ...rest, mutations: renewed }) });
  }).network;
  addNote(writer, clientId);
  for (let round = 0; round < 4; round += 1) await writer.sync.syncNow();
  const reader = await openDesk(place);
  await reader.sync.syncNow();
  expect(notesOf(reader, clientId).length).toBeGreaterThan(1);
});
