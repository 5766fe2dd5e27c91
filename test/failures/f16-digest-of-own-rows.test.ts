import { beforeEach, expect, test } from 'vitest';
import { compareDigests } from '#core/sync/compare.ts';
import { throughGate } from '#db/gate.ts';
import { sql } from '#db/handles.ts';
import { readDigest } from '#db/queries/digest.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { removeRow } from '#db/rows.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  addNote,
  apiOf,
  compareAsIs,
  digestOfValues,
  openDesk,
  placesOf,
  shown,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
let desk: Desk;
let ids: string[];

beforeEach(async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  desk = await openDesk(place);
  ids = Array.from({ length: 20 }, () => addClient(desk));
  for (const id of ids) addNote(desk, id);
  await desk.sync.syncNow();
});

const gap = (): void => throughGate(desk.db, () => removeRow(desk.db, 'client', ids[3] ?? ''));

test('[F16] the digest is a function of the rows alone: two stores of the same rows have the same one', async () => {
  const { enrolment } = desk;
  const other = await openDesk({ central, ...enrolment });
  await other.sync.syncNow();
  expect(readDigest(other.db)).toEqual(readDigest(desk.db));
  expect(compareDigests(digestOfValues(desk.db), readDigest(desk.db)).isEqual).toBe(true);
});

test('[F16] a row that is missing is found by the next proof, whatever was proved before, and comes back', async () => {
  expect((await desk.sync.prove()).isEqual).toBe(true);
  gap();
  expect(await compareAsIs(desk)).toMatchObject({
    isEqual: false,
    differing: [`client/${ids[3]?.slice(-2)}`],
  });
  const found: string[] = [];
  desk.network = async ({ name, send }) => {
    found.push(name);
    return send();
  };
  expect((await desk.sync.prove()).isEqual).toBe(true);
  expect(found.length).toBeGreaterThan(1);
  expect(shown(desk, ids[3] ?? '')).not.toBeNull();
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F16] a row changed behind the back of sync makes another hash when rows are hashed anew', () => {
  const before = digestOfValues(desk.db);
  throughGate(desk.db, () => sql(desk.db, `UPDATE client SET city = '偷改' WHERE id = ?`).run(ids[5]));
  expect(compareDigests(digestOfValues(desk.db), before).isEqual).toBe(false);
});

test('[F16] the desk’s own repair finds such a row by hashing all anew, and replaces that one only', async () => {
  throughGate(desk.db, () => sql(desk.db, `UPDATE client SET city = '偷改' WHERE id = ?`).run(ids[5]));
  expect(await desk.sync.repair()).toMatchObject({ isEqual: true, replaced: 1, removed: 0 });
  expect(shown(desk, ids[5] ?? '')?.['city']).toBeNull();
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F16] a digest taken over from the centre is seen to hide the gap', async () => {
  gap();
  const cursor = readSyncState<string>(desk.db, 'cursor') ?? '';
  const { tables: theirs } = await apiOf(desk).digest({ cursor });
  const adopted = theirs;
  expect([compareDigests(adopted, theirs).isEqual, (await compareAsIs(desk)).isEqual]).toEqual([true, false]);
});
