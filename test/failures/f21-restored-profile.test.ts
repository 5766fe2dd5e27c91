import { copyFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { listConflicts } from '#db/queries/sync.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { freshStoreFile } from '#test/support/store.ts';
import {
  addClient,
  addNote,
  change,
  compareAsIs,
  correct,
  deviceIdOf,
  notesOf,
  openDesk,
  placesOf,
  shown,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
let place: Place;
let [ownId, goneId] = ['', ''];
/** The store as it was backed up, with work that had not gone up yet. */
let backup: string;
let [other, before] = [] as unknown as [Desk, Desk];

/** A profile is backed up; then much happens on it and elsewhere, and it breaks. */
beforeEach(async () => {
  [place] = (await placesOf(central, '林若溪')) as [Place];
  const first = await openDesk(place);
  ownId = addClient(first, { city: '苏州' });
  goneId = addClient(first);
  await first.sync.syncNow();
  addNote(first, ownId, '备份里等着的');
  await first.sync.stop();
  first.db.close();
  backup = freshStoreFile();
  copyFileSync(first.file, backup);
  before = await openDesk(place, { enrolment: first.enrolment, file: first.file });
  correct(before, ownId, { city: '无锡' });
  addNote(before, ownId, '备份后写的');
  change(before, 'delete', 'client', goneId);
  await before.sync.syncNow();
  other = await openDesk(place);
  await other.sync.syncNow();
  correct(other, ownId, { occupation: '医生' });
  await other.sync.syncNow();
  await before.sync.stop();
});

const restored = (): Promise<Desk> => openDesk(place, { enrolment: before.enrolment, file: backup });

test('[F21] an old profile put back learns what happened since and undoes nothing of it', async () => {
  const desk = await restored();
  await desk.sync.syncNow();
  await desk.sync.syncNow();
  await other.sync.syncNow();
  for (const one of [desk, other]) {
    expect(shown(one, ownId)).toMatchObject({ city: '无锡', occupation: '医生' });
    expect(shown(one, goneId)).toBeNull();
    expect(notesOf(one, ownId).sort()).toEqual(['备份里等着的', '备份后写的'].sort());
    expect(await compareAsIs(one)).toMatchObject({ isEqual: true });
  }
  expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 0, problem: null });
});

test('[F21] new work on the old profile goes up under an identity of its own and merges field by field', async () => {
  const desk = await restored();
  correct(desk, ownId, { city: '常州', otherPlatforms: '某平台' });
  addNote(desk, ownId, '恢复后写的');
  await desk.sync.syncNow();
  await desk.sync.syncNow();
  await other.sync.syncNow();
  expect(deviceIdOf(desk)).not.toBe(before.enrolment.deviceId);
  for (const one of [desk, other]) {
    expect(shown(one, ownId)).toMatchObject({ occupation: '医生', otherPlatforms: '某平台', city: '常州' });
    expect(notesOf(one, ownId)).toHaveLength(3);
    expect(listConflicts(one.db)).toMatchObject([{ field: 'city', winner: '"常州"', loser: '"无锡"' }]);
    expect(await compareAsIs(one)).toMatchObject({ isEqual: true });
  }
});

test('[F21] what the old profile deletes or changes of rows that are gone comes back to it, told', async () => {
  const desk = await restored();
  correct(desk, goneId, { city: '常州' });
  await desk.sync.syncNow();
  await desk.sync.syncNow();
  expect(shown(desk, goneId)).toBeNull();
  expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 1 });
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F21] an old profile whose uploads are not counted is seen to undo its own later work in silence', async () => {
  const desk = await restored();
  desk.network = async ({ name, request, send }) => {
    if (name !== 'push') return send();
    const { pushNo: _none, ...body } = (await request.clone().json()) as { pushNo?: number };
    const { url, headers } = request;
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  correct(desk, ownId, { city: '常州' });
  await desk.sync.syncNow();
  await other.sync.syncNow();
  expect([shown(other, ownId)?.['city'], listConflicts(other.db)]).toEqual(['常州', []]);
});
