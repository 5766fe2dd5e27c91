import { copyFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { listConflicts } from '#db/queries/sync.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { freshStoreFile } from '#test/support/store.ts';
import {
  addClient,
  addNote,
  compareAsIs,
  correct,
  deviceIdOf,
  notesOf,
  openDesk,
  passOn,
  placesOf,
  shown,
  type Desk,
  type Network,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
let place: Place;
let clientId: string;

/** A profile's folder is copied, with work that waits, and both are used from then on. */
async function cloned(network: Network = passOn): Promise<[Desk, Desk]> {
  const original = await openDesk(place);
  clientId = addClient(original, { city: '苏州' });
  await original.sync.syncNow();
  addNote(original, clientId, '复制前写的');
  await original.sync.stop();
  original.db.close();
  const copy = freshStoreFile();
  copyFileSync(original.file, copy);
  const { enrolment } = original;
  return [
    await openDesk(place, { enrolment, network, file: original.file }),
    await openDesk(place, { enrolment, network, file: copy }),
  ];
}

beforeEach(async () => {
  [place] = (await placesOf(central, '林若溪')) as [Place];
});

test('[F22] both copies go on, each as a device of its own, and everything arrives exactly once', async () => {
  const [a, b] = await cloned();
  addNote(a, clientId, '甲写的');
  addNote(b, clientId, '乙写的');
  for (const desk of [a, b, a, b]) await desk.sync.syncNow();
  for (let count = 0; count < 3; count += 1) {
    addNote(a, clientId, `甲${count}`);
    addNote(b, clientId, `乙${count}`);
    for (const desk of [b, a]) await desk.sync.syncNow();
  }
  await b.sync.syncNow();
  expect(deviceIdOf(a)).not.toBe(deviceIdOf(b));
  const all = ['复制前写的', '甲写的', '乙写的', '甲0', '甲1', '甲2', '乙0', '乙1', '乙2'].sort();
  expect([notesOf(a, clientId).sort(), notesOf(b, clientId).sort()]).toEqual([all, all]);
  expect([a.sync.status(), b.sync.status()]).toMatchObject([
    { pending: 0, refused: 0, problem: null },
    { pending: 0, refused: 0, problem: null },
  ]);
  expect([await compareAsIs(a), await compareAsIs(b)]).toMatchObject([{ isEqual: true }, { isEqual: true }]);
});

/** Both copies change one field, the one after the other, without having seen each other. */
async function bothChangeOneField([a, b]: [Desk, Desk]): Promise<void> {
  for (const desk of [a, b]) await desk.sync.syncNow();
  correct(a, clientId, { city: '无锡' });
  await a.sync.syncNow();
  correct(b, clientId, { city: '常州' });
  await b.sync.syncNow();
  await a.sync.syncNow();
}

test('[F22] what one copy overwrites of the other is kept and shown to both', async () => {
  const desks = await cloned();
  await bothChangeOneField(desks);
  for (const desk of desks) {
    expect(shown(desk, clientId)?.['city']).toBe('常州');
    expect(listConflicts(desk.db)).toMatchObject([{ field: 'city', winner: '"常州"', loser: '"无锡"' }]);
  }
});

test('[F22] copies that do not count their uploads are seen to overwrite each other in silence', async () => {
  const desks = await cloned(async ({ name, request, send }) => {
    if (name !== 'push') return send();
    const { pushNo: _none, ...body } = (await request.clone().json()) as { pushNo?: number };
    const { url, headers } = request;
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  });
  await bothChangeOneField(desks);
  expect([deviceIdOf(desks[0]) === deviceIdOf(desks[1]), listConflicts(desks[0].db)]).toEqual([true, []]);
});
