import { expect, test } from 'vitest';
import { listWaiting } from '#db/queries/sync.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  addNote,
  compareAsIs,
  notesOf,
  openDesk,
  placesOf,
  unproved,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';
import { beforeStatements } from '#test/failures/disk-images.ts';

const central = centralOfFile();

type Fault = (text: string, values: readonly unknown[]) => void;

/** A desk whose store fails as `fault` says from the moment an upload was taken, and which counts its uploads. */
async function deskWithFaults(
  place: Place,
): Promise<{ desk: Desk; state: { fault: Fault; isArmed: boolean; uploads: number } }> {
  const state = { fault: (() => undefined) as Fault, isArmed: false, uploads: 0 };
  const desk = await openDesk(place, {
    tap: (db) => beforeStatements(db, (...statement) => state.isArmed && state.fault(...statement)),
    network: async (call) => {
      const answer = await unproved(call);
      if (call.name === 'push') {
        state.uploads += 1;
        state.isArmed = true;
      }
      return answer;
    },
  });
  return { desk, state };
}

const storedNotes = async (clientId: string): Promise<number> => {
  const text = `SELECT count(*) AS n FROM record WHERE entity = 'note' AND data ->> 'clientId' = $1`;
  return Number((await central.pool.query(text, [clientId])).rows[0]?.['n']);
};

test.each([
  ['a full disk', Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })],
  ['a defect', new Error('planted')],
])(
  '[F10] %s at any write after an upload: nothing is lost or doubled, one try a round',
  async (_name, error) => {
    const [place] = (await placesOf(central, '林若溪')) as [Place];
    const { desk, state } = await deskWithFaults(place);
    const clientId = addClient(desk);
    await desk.sync.syncNow();
    let stored = 0;
    for (let at = 1; ; at += 1) {
      for (const text of ['一', '二']) addNote(desk, clientId, `${at}${text}`);
      stored += 2;
      let step = 0;
      Object.assign(state, { uploads: 0, isArmed: false });
      state.fault = (text) => {
        if (/^\s*SELECT/.test(text)) return;
        step += 1;
        if (step >= at) throw error;
      };
      await desk.sync.syncNow();
      const isSettled = desk.sync.status().pending === 0;
      expect(desk.sync.status().problem).not.toBeNull();
      expect(state.uploads).toBeLessThanOrEqual(3);
      expect(Math.min(...desk.timers.pending())).toBeGreaterThanOrEqual(200);
      expect([await storedNotes(clientId), notesOf(desk, clientId).length]).toEqual([stored, stored]);
      state.fault = () => undefined;
      await desk.sync.syncNow();
      expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 0 });
      if (isSettled) break;
    }
    expect(stored).toBeGreaterThan(10);
    expect([await storedNotes(clientId), notesOf(desk, clientId).length]).toEqual([stored, stored]);
    expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
  },
);
test('[F10] one change whose answer can never be taken in does not hold back the others', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const { desk, state } = await deskWithFaults(place);
  const clientId = addClient(desk);
  await desk.sync.syncNow();
  for (let count = 0; count < 5; count += 1) addNote(desk, clientId, `第${count}条`);
  const poisoned = listWaiting(desk.db)[2]?.mid ?? '';
  state.fault = (_text, values) => {
    if (values.includes(poisoned)) throw new Error('planted');
  };
  for (let round = 0; round < 3; round += 1) await desk.sync.syncNow();
  addNote(desk, clientId, '之后写的');
  await desk.sync.syncNow();
  expect(await storedNotes(clientId)).toBe(6);
  expect(listWaiting(desk.db).map(({ mid }) => mid)).toEqual([poisoned]);
  expect(desk.sync.status().problem).not.toBeNull();
  state.fault = () => undefined;
  await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 0 });
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});
