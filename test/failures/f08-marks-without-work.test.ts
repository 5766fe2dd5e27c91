import { expect, test } from 'vitest';
import type { WritableDb } from '#db/handles.ts';
import { throughGate } from '#db/gate.ts';
import { sql } from '#db/handles.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { openTestStore } from '#test/support/store.ts';
import {
  addClient,
  addNote,
  compareAsIs,
  correct,
  openDesk,
  placesOf,
  unproved,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';
import { beforeStatements, diskImages } from '#test/failures/disk-images.ts';

const central = centralOfFile();

/** Rows marked as changed without anything that waits, and what waits without its mark. */
function strays(db: WritableDb): number {
  const text = `SELECT
    (SELECT count(*) FROM shadow s WHERE NOT EXISTS
      (SELECT 1 FROM outbox o WHERE o.entity = s.entity AND o.row_id = s.row_id)) +
    (SELECT count(*) FROM outbox o WHERE NOT EXISTS
      (SELECT 1 FROM shadow s WHERE s.entity = o.entity AND s.row_id = o.row_id)) AS n`;
  return (db.prepare(text).get() as { n: number }).n;
}

/** Writes, uploads and pulls, with every state of the disk at any statement or await in between. */
async function workWithImages(place: Place): Promise<{ desk: Desk; files: string[] }> {
  const other = await openDesk(place);
  const id = addClient(other, { city: '苏州' });
  await other.sync.syncNow();
  const taking = { take: (): void => undefined, files: [] as string[] };
  const desk = await openDesk(place, {
    network: async (call) => {
      taking.take();
      const answer = await unproved(call);
      taking.take();
      return answer;
    },
    tap: (db, file) => {
      Object.assign(taking, diskImages(file));
      beforeStatements(db, () => taking.take());
    },
  });
  await desk.sync.syncNow();
  for (let count = 0; count < 3; count += 1) {
    correct(desk, id, { city: `第${count}次` });
    addNote(desk, id, `第${count}条`);
    correct(other, id, { occupation: `第${count}次` });
    await other.sync.syncNow();
    await desk.sync.syncNow();
  }
  taking.take();
  return { desk, files: taking.files };
}

test('[F8] killed at any statement or await, no mark is without its work, and sync goes on to the end', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const { desk, files } = await workWithImages(place);
  await desk.sync.stop();
  expect(files.length).toBeGreaterThan(12);
  const waiting = new Set<number>();
  for (const file of files) {
    const left = openTestStore(file);
    expect(strays(left)).toBe(0);
    waiting.add(left.prepare('SELECT count(*) FROM outbox').pluck().get() as number);
    left.close();
    const again = await openDesk(place, { enrolment: desk.enrolment, file, network: unproved });
    for (let round = 0; round < 2; round += 1) await again.sync.syncNow();
    expect(again.sync.status()).toMatchObject({ pending: 0, refused: 0 });
    expect(await compareAsIs(again)).toMatchObject({ isEqual: true });
    await again.sync.stop();
  }
  expect(waiting.size).toBeGreaterThan(2);
});

test('[F8] a mark whose work is gone is seen, and leaves the row as nobody else has it', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const desk = await openDesk(place);
  const id = addClient(desk, { city: '苏州' });
  await desk.sync.syncNow();
  correct(desk, id, { city: '无锡' });
  throughGate(desk.db, () => sql(desk.db, 'DELETE FROM outbox').run());
  expect(strays(desk.db)).toBe(1);
  desk.network = unproved;
  await desk.sync.syncNow();
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: false });
});
