import { beforeEach, expect, test } from 'vitest';
import { listRefused } from '#db/queries/sync.ts';
import type { WritableDb } from '#db/handles.ts';
import { acknowledgeRefused } from '#db/changes/settle.ts';
import { purgeScope } from '#db/changes/purge.ts';
import { sql } from '#db/handles.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { tagData } from '#test/support/wire.ts';
import {
  addClient,
  addNote,
  change,
  compareAsIs,
  correct,
  lost,
  notesOf,
  openDesk,
  passOn,
  placesOf,
  shown,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
let [from, to] = [] as unknown as [Place, Place];
let [a, b] = [] as unknown as [Desk, Desk];
let id: string;

beforeEach(async () => {
  [from, to] = (await placesOf(central, '林若溪', '陈思远')) as [Place, Place];
  [a, b] = [await openDesk(from), await openDesk(to)];
  id = addClient(a, { name: '欧阳无痕', phone: '+8619900000042', city: '苏州' });
  addNote(a, id, '很久以前的记录');
  addClient(a);
  await a.sync.syncNow();
  await b.sync.syncNow();
});

const reassign = () =>
  central.admin.assign({ tenantId: from.tenantId, clientIds: [id], toManagerId: to.managerId });

/** Every table of a store in which a text stands in any column, as text or as bytes. */
function tablesWith(db: WritableDb, text: string): string[] {
  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`)
    .pluck()
    .all() as string[];
  return tables.filter((table) =>
    db
      .prepare(`SELECT * FROM "${table}"`)
      .raw()
      .all()
      .some((row) =>
        (row as unknown[]).some((value) =>
          (Buffer.isBuffer(value) ? value.toString('utf8') : String(value)).includes(text),
        ),
      ),
  );
}

test('[F23] offline edits of a client that was given away reach the new owner, and nothing of it stays here', async () => {
  a.network = lost;
  correct(a, id, { city: '无锡' });
  addNote(a, id, '离线写的');
  change(a, 'create', 'tag', `tag-${id}`.slice(0, 60), tagData(id, '离线贴的'));
  await reassign();
  await b.sync.syncNow();
  a.network = passOn;
  await a.sync.syncNow();
  await b.sync.syncNow();
  expect(shown(b, id)?.['city']).toBe('无锡');
  expect(notesOf(b, id).sort()).toEqual(['很久以前的记录', '离线写的']);
  expect(a.sync.status()).toMatchObject({ pending: 0, refused: 0, problem: null });
  for (const trace of [id, '欧阳无痕', '19900000042', '离线写的', '很久以前的记录', '离线贴的'])
    expect([trace, tablesWith(a.db, trace)]).toEqual([trace, []]);
  expect([await compareAsIs(a), await compareAsIs(b)]).toMatchObject([{ isEqual: true }, { isEqual: true }]);
});

test('[F23] while the edits cannot go up, the client stays: it leaves only after them', async () => {
  await reassign();
  a.network = async (call) => {
    if (call.name === 'push') return lost();
    const answer = await passOn(call);
    if (call.name === 'pull' && notesOf(a, id).length === 1) addNote(a, id, '正在写');
    return answer;
  };
  await a.sync.syncNow();
  expect([shown(a, id)?.['name'], notesOf(a, id).length, a.sync.status().pending]).toEqual([
    '欧阳无痕',
    2,
    1,
  ]);
  a.network = passOn;
  await a.sync.syncNow();
  await b.sync.syncNow();
  expect(shown(a, id)).toBeNull();
  const arrived = notesOf(b, id).includes('正在写');
  const kept = listRefused(a.db).some(({ code }) => code === 'NO_ACCESS');
  expect([arrived, kept]).toEqual(arrived ? [true, false] : [false, true]);
});

test('[F23] what the centre refuses stays in the tray with its words until it is acknowledged, then nowhere', async () => {
  a.network = lost;
  addNote(a, id, '不被接受的话');
  sql(a.db, `UPDATE outbox SET hlc = 'broken' WHERE entity = 'note'`).run();
  await reassign();
  a.network = passOn;
  await a.sync.syncNow();
  expect(shown(a, id)).toBeNull();
  const refused = listRefused(a.db);
  expect(refused).toMatchObject([{ code: 'INVALID', entity: 'note' }]);
  expect(tablesWith(a.db, '不被接受的话')).toEqual(['journal']);
  acknowledgeRefused(
    a.db,
    refused.map(({ mid }) => mid),
    Date.now(),
  );
  expect(tablesWith(a.db, '不被接受的话')).toEqual([]);
});

test('[F23] given away and back between two contacts, the client and all edits are still there', async () => {
  a.network = lost;
  correct(a, id, { city: '无锡' });
  await reassign();
  await central.admin.assign({ tenantId: from.tenantId, clientIds: [id], toManagerId: from.managerId });
  a.network = passOn;
  await a.sync.syncNow();
  expect([shown(a, id)?.['city'], notesOf(a, id)]).toEqual(['无锡', ['很久以前的记录']]);
  expect(await compareAsIs(a)).toMatchObject({ isEqual: true });
});

test('[F23] a removal that does not look at what waits is seen to drop it', async () => {
  addNote(a, id, '没人会读到');
  await reassign();
  sql(a.db, 'DELETE FROM outbox').run();
  purgeScope(a.db, `client:${id}`, Date.now());
  await a.sync.syncNow();
  await b.sync.syncNow();
  expect([notesOf(b, id).includes('没人会读到'), listRefused(a.db)]).toEqual([false, []]);
});
