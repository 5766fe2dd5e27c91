import { beforeEach, expect, test } from 'vitest';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { countRows } from '#db/queries/digest.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  addNote,
  change,
  compareAsIs,
  notesOf,
  openDesk,
  passOn,
  placesOf,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
const stranger = centralOfFile();
let place: Place;
let desk: Desk;
let clientId: string;

beforeEach(async () => {
  [place] = (await placesOf(central, '林若溪')) as [Place];
  const writer = await openDesk(place);
  const ids = Array.from({ length: 80 }, () => addClient(writer));
  await writer.sync.syncNow();
  [clientId = ''] = ids;
  desk = await openDesk(place);
  await desk.sync.syncNow();
});

test('[F20] another centre behind the same address removes nothing and gets nothing', async () => {
  const held = countRows(desk.db);
  addNote(desk, clientId, '离线写的');
  desk.network = ({ request }) => fetch(new Request(request.url.replace(central.url, stranger.url), request));
  for (let round = 0; round < 3; round += 1) await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ phase: 'blocked', pending: 1, refused: 0 });
  expect(countRows(desk.db)).toBe(held + 1);
  const { rows } = await stranger.pool.query<{ n: string }>('SELECT count(*) AS n FROM record');
  expect(Number(rows[0]?.n)).toBe(0);
  desk.network = passOn;
  await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ phase: 'synced', pending: 0, refused: 0 });
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

/** What makes a centre look empty although nobody meant to remove anything. */
const emptyings: [name: string, statements: string[]][] = [
  [
    'whose rows were all deleted by mistake',
    [
      `UPDATE record r SET data = NULL, hash_hi = NULL, hash_lo = NULL, seq = n.seq FROM (
         SELECT id, p.seq + row_number() OVER () AS seq FROM record JOIN partition p USING (tenant_id)
         WHERE tenant_id = $1 AND entity = 'client') n
       WHERE r.tenant_id = $1 AND r.entity = 'client' AND r.id = n.id`,
      'UPDATE partition SET seq = seq + 1000 WHERE tenant_id = $1',
    ],
  ],
  [
    'that was set up anew on an empty database',
    [
      `DELETE FROM record WHERE tenant_id = $1 AND entity <> 'manager'`,
      'DELETE FROM applied WHERE tenant_id = $1',
      `UPDATE partition SET epoch = gen_random_uuid()::text WHERE tenant_id = $1`,
    ],
  ],
];

test.each(emptyings)(
  '[F20] a centre %s takes nothing away until a person agrees',
  async (_name, statements) => {
    const held = countRows(desk.db);
    for (const statement of statements) await central.pool.query(statement, [place.tenantId]);
    for (let round = 0; round < 3; round += 1) {
      await desk.sync.syncNow();
      expect(desk.sync.status()).toMatchObject({ phase: 'blocked', problem: 'MASS_REMOVAL' });
      expect(countRows(desk.db)).toBe(held);
    }
    addNote(desk, clientId, '仍能工作');
    expect(notesOf(desk, clientId)).toEqual(['仍能工作']);
    writeSyncState(desk.db, 'removalAgreed', true);
    await desk.sync.syncNow();
    expect(countRows(desk.db)).toBeLessThan(held);
  },
);

test('[F20] an ordinary deletion asks nobody', async () => {
  const other = await openDesk(place);
  await other.sync.syncNow();
  const ids = other.db.prepare('SELECT id FROM client ORDER BY id LIMIT 5').pluck().all() as string[];
  for (const id of ids) change(other, 'delete', 'client', id);
  await other.sync.syncNow();
  await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ phase: 'synced', problem: null });
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});
