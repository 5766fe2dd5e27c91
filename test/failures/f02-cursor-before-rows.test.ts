import { expect, test } from 'vitest';
import type { Comparison } from '#core/sync/compare.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
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

/** A first sync of several pages, then a pull of several pages, with every state of the disk on the way. */
async function syncedInPages(place: Place): Promise<{ desk: Desk; files: string[] }> {
  const writer = await openDesk(place);
  const ids = Array.from({ length: 20 }, () => addClient(writer));
  await writer.sync.syncNow();
  const taking = { take: (): void => undefined, files: [] as string[] };
  const desk = await openDesk(place, {
    pageRows: 8,
    network: async ({ send }) => {
      taking.take();
      const answer = await send();
      taking.take();
      return answer;
    },
    tap: (db, file) => {
      Object.assign(taking, diskImages(file));
      beforeStatements(db, () => taking.take());
    },
  });
  await desk.sync.syncNow();
  for (const id of ids) {
    correct(writer, id, { city: '苏州' });
    addNote(writer, id);
  }
  await writer.sync.syncNow();
  await desk.sync.syncNow();
  taking.take();
  return { desk, files: taking.files };
}

/** Opens what a kill left, syncs on without comparing or mending anything, and compares what is then there. */
async function resumed(place: Place, { enrolment }: Desk, file: string): Promise<Comparison> {
  const desk = await openDesk(place, { enrolment, file, pageRows: 8, network: unproved });
  await desk.sync.syncNow();
  const comparison = await compareAsIs(desk);
  await desk.sync.stop();
  return comparison;
}

test('[F2] killed at any await or statement of a first sync and a pull, no row is missed', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const { desk, files } = await syncedInPages(place);
  await desk.sync.stop();
  expect(files.length).toBeGreaterThan(10);
  const [copies, cursors] = [[...files], new Set<unknown>()];
  for (const file of files) cursors.add(cursorIn(file));
  expect(cursors.size).toBeGreaterThan(4);
  const results: boolean[] = [];
  for (const file of copies) results.push((await resumed(place, desk, file)).isEqual);
  expect(results).toEqual(copies.map(() => true));
});

test('[F2] the same kill is seen to lose rows where the cursor is written before them', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const { desk, files } = await syncedInPages(place);
  await desk.sync.stop();
  const last = files.at(-1) ?? '';
  const before = files.findLast((file) => cursorIn(file) !== cursorIn(last)) ?? '';
  const db = openTestStore(before);
  writeSyncState(db, 'cursor', cursorIn(last));
  db.close();
  expect((await resumed(place, desk, before)).isEqual).toBe(false);
});

function cursorIn(file: string): unknown {
  const db = openTestStore(file);
  const cursor = readSyncState(db, 'cursor');
  db.close();
  return cursor;
}
