import { beforeAll, expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import { clientData, createClient, mutationOf, noteData, pushAll } from '#test/support/wire.ts';
import { plantFaults, type CentreFaults, type FaultKind } from '#test/failures/centre-faults.ts';

const central = centralOfFile();
let faults: CentreFaults;

beforeAll(async () => {
  faults = await plantFaults(central);
});

async function device(): Promise<TestDevice> {
  const [made] = await central.branchWith('林若溪');
  if (!made) throw new Error('No device.');
  return made;
}

const answersOf = async (mid: string): Promise<number> =>
  Number(
    (await central.pool.query('SELECT count(*) AS n FROM applied WHERE mid = $1', [mid])).rows[0]?.['n'],
  );

test.each<FaultKind>(['error', 'cut'])(
  '[F32] what failed between taking its number and keeping its answer (%s) is taken the next time',
  async (kind) => {
    const desk = await device();
    const client = await createClient(desk);
    for (let step = 1; ; step += 1) {
      const note = mutationOf({ entity: 'note', patch: noteData(client.id, desk.managerId, `第${step}条`) });
      await faults.arm(step, kind);
      const failed = await pushAll(desk, note).then(
        () => false,
        () => true,
      );
      await faults.disarm();
      if (!failed) {
        expect(step).toBeGreaterThan(3);
        break;
      }
      expect(await answersOf(note.mid)).toBe(0);
      expect(await pushAll(desk, note)).toMatchObject([{ status: 'applied', code: null }]);
      expect(await pushAll(desk, note)).toMatchObject([{ status: 'duplicate', row: { id: note.id } }]);
    }
  },
);

test('[F32] of two uploads of one change at once the one may fail: the change is taken once', async () => {
  const desk = await device();
  const client = mutationOf({ entity: 'client', patch: clientData() });
  await faults.arm(2);
  const both = await Promise.allSettled([pushAll(desk, client), pushAll(desk, client)]);
  await faults.disarm();
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await pushAll(desk, client)).toMatchObject([{ status: 'duplicate', row: { id: client.id } }]);
  expect(await answersOf(client.mid)).toBe(1);
});

test('[F32] a refusal is an answer: it is kept, and a new change of the same row is judged anew', async () => {
  const desk = await device();
  const id = uuidv7();
  const early = mutationOf({ entity: 'client', op: 'patch', id, patch: { city: '无锡' }, base: 1 });
  expect(await pushAll(desk, early)).toMatchObject([{ status: 'rejected', code: 'GONE' }]);
  await pushAll(desk, mutationOf({ entity: 'client', id, patch: clientData() }));
  expect(await pushAll(desk, early)).toMatchObject([{ status: 'rejected', code: 'GONE' }]);
  expect(await pushAll(desk, { ...early, mid: uuidv7() })).toMatchObject([{ status: 'applied' }]);
});
