import { expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import { catchUp, createClient, firstSync, mutationOf, noteData, pushAll } from '#test/support/wire.ts';

const central = centralOfFile();

const writers = 8;
const pushes = 25;

/** One manager's eight laptops write at once, in pushes of uneven size, so that commits overtake each other. */
async function write(device: TestDevice, clientId: string, random: () => number): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let push = 0; push < pushes; push++) {
    const notes = Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
      mutationOf({ entity: 'note', patch: noteData(clientId, device.managerId) }),
    );
    for (const { row } of await pushAll(device, ...notes)) if (row) acknowledged.push(row.id);
  }
  return acknowledged;
}

test('[CE1] [F1] a poller beside eight writers misses nothing, and each number is used once', async () => {
  const [reader] = (await central.branchWith('甲')) as [TestDevice];
  const client = await createClient(reader);
  const copy = await firstSync(reader);
  const devices = await Promise.all(
    Array.from({ length: writers }, () => central.enrol(reader.tenantId, reader.managerId)),
  );
  const over = new AbortController();
  const reading = (async () => {
    while (!over.signal.aborted) await catchUp(reader, copy, 17);
  })();
  const written = await Promise.all(
    devices.map((device, index) => write(device, client.id, seededRandom(index))),
  );
  over.abort();
  await reading;
  await catchUp(reader, copy);
  const held = [...copy.rows.values()].filter(({ entity }) => entity === 'note');
  expect(held.map(({ id }) => id).sort()).toEqual(written.flat().sort());
  const seqs = held.map(({ seq }) => seq).sort((a, b) => a - b);
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
});
