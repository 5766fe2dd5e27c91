import { beforeEach, expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { listRefused } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readRow } from '#db/rows.ts';
import { tidy } from '#central/admin/tidy.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { tagData } from '#test/support/wire.ts';
import {
  addClient,
  addNote,
  apiOf,
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
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
let [away, home] = [] as unknown as [Desk, Desk];
let ids: string[];
let tag: string;

/** One desk goes away; meanwhile rows are deleted and a client is given away, and the notices of it are forgotten. */
beforeEach(async () => {
  const [place, other] = (await placesOf(central, '林若溪', '陈思远')) as [Place, Place];
  [away, home] = [await openDesk(place), await openDesk(place)];
  ids = Array.from({ length: 6 }, () => addClient(home));
  for (const id of ids) addNote(home, id, '以前的记录');
  tag = change(home, 'create', 'tag', `tag-${ids[0]}`, tagData(ids[0] ?? ''));
  await home.sync.syncNow();
  await away.sync.syncNow();
  away.network = lost;
  change(home, 'delete', 'client', ids[1] ?? '');
  change(home, 'delete', 'tag', tag);
  correct(home, ids[2] ?? '', { city: '无锡' });
  await home.sync.syncNow();
  await central.admin.assign({
    tenantId: place.tenantId,
    clientIds: [ids[3] ?? ''],
    toManagerId: other.managerId,
  });
  await home.sync.syncNow();
  await tidy(central.store, Date.now() + 401 * dayMs);
});

test('[F18] a device that was away beyond the horizon is told so', async () => {
  const cursor = readSyncState<string>(away.db, 'cursor') ?? '';
  await expect(apiOf(away).pull({ cursor, limit: 10 })).rejects.toMatchObject({ code: 'BEHIND_HORIZON' });
});

test('[F18] after it, nothing deleted or given away returns, and what was written meanwhile goes up', async () => {
  const added = addClient(away, { name: '离线新增' });
  addNote(away, ids[0] ?? '', '离线写的');
  correct(away, ids[2] ?? '', { occupation: '医生' });
  change(away, 'patch', 'tag', tag, { name: '改名' });
  away.network = passOn;
  await away.sync.syncNow();
  expect(away.sync.status()).toMatchObject({ pending: 0, problem: null, phase: 'synced' });
  await home.sync.syncNow();
  for (const desk of [away, home]) {
    expect([shown(desk, ids[1] ?? ''), shown(desk, ids[3] ?? ''), readRow(desk.db, 'tag', tag)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(notesOf(desk, ids[3] ?? '')).toEqual([]);
    expect(notesOf(desk, ids[0] ?? '').sort()).toEqual(['以前的记录', '离线写的'].sort());
    expect(shown(desk, ids[2] ?? '')).toMatchObject({ city: '无锡', occupation: '医生' });
    expect(shown(desk, added)?.['name']).toBe('离线新增');
    expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
  }
  expect(listRefused(away.db)).toMatchObject([{ code: 'GONE', rowId: tag }]);
});

test('[F18] an id that was deleted is refused even now that its notice is forgotten', async () => {
  change(home, 'create', 'tag', tag, tagData(ids[0] ?? '', '再来'));
  await home.sync.syncNow();
  expect(listRefused(home.db)).toMatchObject([{ code: 'GONE', rowId: tag }]);
  expect(readRow(home.db, 'tag', tag)).toBeNull();
});

test('[F18] a device that just went on from the newest cursor is seen to keep what was deleted', async () => {
  const cursor = readSyncState(home.db, 'cursor');
  const stale = readSyncState(away.db, 'cursor');
  expect(cursor).not.toEqual(stale);
  const { cursor: newest } = await apiOf(away).bootstrap({ limit: 5000 });
  writeSyncState(away.db, 'cursor', newest);
  away.network = unproved;
  await away.sync.syncNow();
  expect(shown(away, ids[1] ?? '')).not.toBeNull();
  expect(await compareAsIs(away)).toMatchObject({ isEqual: false });
});
