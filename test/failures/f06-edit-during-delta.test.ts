import { expect, test } from 'vitest';
import { writeImage } from '#db/changes/image.ts';
import { throughGate } from '#db/gate.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { listConflicts, listRefused } from '#db/queries/sync.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  apiOf,
  compareAsIs,
  correct,
  openDesk,
  placesOf,
  shown,
  unproved,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();

/** Two desks that hold the same clients; then every client is changed at the one, far more than one page of it. */
async function longDelta(): Promise<{ writer: Desk; reader: Desk; ids: string[] }> {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const [writer, reader] = [await openDesk(place), await openDesk(place, { pageRows: 5 })];
  const ids = Array.from({ length: 30 }, () => addClient(writer, { city: '苏州' }));
  await writer.sync.syncNow();
  await reader.sync.syncNow();
  for (const id of ids) correct(writer, id, { occupation: '医生', city: '常州' });
  await writer.sync.syncNow();
  return { writer, reader, ids };
}

test('[F6] edits made at every moment of a long delta stay on the screen and reach everybody', async () => {
  const { writer, reader, ids } = await longDelta();
  const typed = new Map<string, string>();
  const edit = (name: string): void => {
    const id = ids[typed.size];
    if (id === undefined) return;
    typed.set(id, `${name}${typed.size}`);
    correct(reader, id, { otherPlatforms: typed.get(id) });
  };
  reader.network = async (call) => {
    edit('前');
    const answer = await unproved(call);
    edit('后');
    return answer;
  };
  let isTelling = false;
  reader.station.live.subscribe('signal', ({ kind }) => {
    if (kind !== 'rows' || isTelling) return;
    isTelling = true;
    edit('写');
    isTelling = false;
  });
  while (typed.size < ids.length) await reader.sync.syncNow();
  await reader.sync.syncNow();
  await writer.sync.syncNow();
  await reader.sync.syncNow();
  for (const [id, otherPlatforms] of typed) {
    const all = { otherPlatforms, occupation: '医生', city: '常州' };
    expect([shown(reader, id), shown(writer, id)]).toMatchObject([all, all]);
  }
  expect([...listConflicts(reader.db), ...listRefused(reader.db)]).toEqual([]);
  expect(await compareAsIs(reader)).toMatchObject({ isEqual: true });
});

test('[F6] an edit of the very field that a page on its way changes stands or is kept as the loser', async () => {
  const { writer, reader, ids } = await longDelta();
  const [id = ''] = ids;
  reader.network = async (call) => {
    const answer = await unproved(call);
    if (call.name === 'pull' && shown(reader, id)?.['city'] === '苏州') correct(reader, id, { city: '无锡' });
    return answer;
  };
  await reader.sync.syncNow();
  expect(shown(reader, id)?.['city']).toBe('无锡');
  await reader.sync.syncNow();
  await writer.sync.syncNow();
  expect([shown(reader, id)?.['city'], shown(writer, id)?.['city']]).toEqual(['无锡', '无锡']);
  expect(listConflicts(writer.db)).toMatchObject([{ field: 'city', winner: '"无锡"', loser: '"常州"' }]);
});

test('[F6] a page written over the edit is seen to take it away', async () => {
  const { reader, ids } = await longDelta();
  const [id = ''] = ids;
  correct(reader, id, { otherPlatforms: '甲' });
  const cursor = readSyncState<string>(reader.db, 'cursor') ?? '';
  const { rows } = await apiOf(reader).pull({ cursor, limit: 100 });
  throughGate(reader.db, () => {
    for (const row of rows) if (row.id === id) writeImage(reader.db, row);
  });
  expect(shown(reader, id)?.['otherPlatforms']).toBeNull();
});
