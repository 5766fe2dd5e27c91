import { beforeEach, expect, test } from 'vitest';
import type { Entity, RowData } from '#core/sync/entities.ts';
import { commitChange, type ChangeContext, type RowChange } from '#db/changes/commit.ts';
import { applyConfirmed, retryParked } from '#db/changes/confirm.ts';
import { applyPage } from '#db/changes/page.ts';
import { purgeScope } from '#db/changes/purge.ts';
import { acknowledgeRefused, pruneJournal, settleAnswers } from '#db/changes/settle.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { searchClients } from '#db/queries/client-search.ts';
import { readDigest } from '#db/queries/digest.ts';
import { countWaiting, nextPush } from '#db/queries/outbox.ts';
import { countRefused, listRefused } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readRow } from '#db/rows.ts';
import { testIds } from '#test/support/clock.ts';
import { clientData as clientOf, noteData as noteOf } from '#test/support/wire.ts';
import { freshStore } from '#test/support/store.ts';

const now = 1_790_000_000_000;
const clientId = '01940000-0000-7000-8000-0000000000aa';
const scope = `client:${clientId}`;
const clientData = (over: object = {}) => clientOf({ name: '赵测试', ...over }) as RowData<'client'>;
const noteData = (id: string, text?: string) => noteOf(id, 'm1', text) as RowData<'note'>;
let db: WritableDb;
let context: ChangeContext;

beforeEach(() => {
  db = freshStore();
  let count = 0;
  context = { now, newId: testIds(), nextHlc: () => String((count += 1)) };
});

const wire = (seq: number, data: object | null, entity: string = 'client', id = clientId) => ({
  entity,
  id,
  scope,
  seq,
  data,
});
const change = (...changes: RowChange[]) => commitChange(db, context, 'test', changes);
const patchClient = (patch: object) => change({ op: 'patch', entity: 'client', id: clientId, patch });
const shown = () => readRow(db, 'client', clientId);
const mids = () => nextPush(db).map(({ mid }) => mid);
const count = (table: string) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
const answer = (mid: string, row: object | null) =>
  ({ mid, status: 'applied', code: null, detail: null, row }) as never;
const refusal = (mid: string, code = 'INVALID') =>
  ({ mid, status: 'rejected', code, detail: 'why', row: null }) as never;

test('[SY2] a newer image replaces an older one, never the other way round', () => {
  applyConfirmed(db, [wire(5, clientData({ name: '新' }))], now);
  applyConfirmed(db, [wire(4, clientData({ name: '旧' }))], now);
  expect(shown()?.data.name).toBe('新');
  expect(shown()?.seq).toBe(5);
});

test('[SY3] a waiting change stays on top of what others changed, in its own order', () => {
  applyConfirmed(db, [wire(1, clientData({ city: '北京', occupation: '教师' }))], now);
  patchClient({ city: '上海' });
  patchClient({ city: '杭州' });
  applyConfirmed(db, [wire(2, clientData({ city: '广州', occupation: '医生' }))], now);
  expect(shown()?.data).toMatchObject({ city: '杭州', occupation: '医生' });
  expect(shown()?.seq).toBe(2);
});

test('[SY4] a deleted row goes, with changes waiting on it or without', () => {
  applyConfirmed(db, [wire(1, clientData())], now);
  patchClient({ city: '上海' });
  applyConfirmed(db, [wire(2, null)], now);
  expect(shown()).toBeNull();
  expect(countWaiting(db)).toBe(1);
});

test('[SY30] what came beneath an own waiting change was not seen by the next change of that field', () => {
  applyConfirmed(db, [wire(5, clientData())], now);
  patchClient({ city: '上海' });
  applyConfirmed(db, [wire(8, clientData({ city: '北京', occupation: '教师' }))], now);
  patchClient({ city: '杭州' });
  patchClient({ occupation: '医生' });
  change({ op: 'delete', entity: 'client', id: clientId });
  expect(nextPush(db).map(({ base }) => base)).toEqual([5, 5, 8, 5]);
});

test('[SY7] refused: the row goes back to the confirmed image, later changes stay, the tray keeps the reason', () => {
  applyConfirmed(db, [wire(1, clientData({ city: '北京' }))], now);
  patchClient({ city: '上海', occupation: '画家' });
  patchClient({ occupation: '医生' });
  settleAnswers(db, [refusal(mids()[0] ?? '')], now);
  expect(shown()?.data).toMatchObject({ city: '北京', occupation: '医生' });
  expect(listRefused(db)).toMatchObject([
    { code: 'INVALID', detail: 'why', command: 'test', about: '赵测试' },
  ]);
  settleAnswers(db, [refusal(mids()[0] ?? '')], now);
  expect(shown()?.data).toMatchObject({ city: '北京', occupation: null });
  expect(count('shadow')).toBe(0);
});

test('[SY7] a refused create takes its row away, and what was changed on it since', () => {
  change({ op: 'create', entity: 'client', id: clientId, data: clientData() });
  patchClient({ city: '上海' });
  settleAnswers(db, [refusal(mids()[0] ?? '')], now);
  expect(shown()).toBeNull();
  settleAnswers(db, [refusal(mids()[0] ?? '', 'GONE')], now);
  expect([shown(), count('shadow'), countRefused(db)]).toEqual([null, 0, 2]);
});

test('[SY7] of a row that went out of sight, what was accepted stands and what was refused with it does not', () => {
  applyConfirmed(db, [wire(1, clientData({ city: '北京', occupation: '教师' }))], now);
  patchClient({ city: '上海' });
  patchClient({ occupation: '医生' });
  patchClient({ city: '杭州' });
  const [first = '', second = '', third = ''] = mids();
  settleAnswers(db, [answer(first, null), refusal(second)], now);
  expect(shown()?.data).toMatchObject({ city: '杭州', occupation: '教师' });
  settleAnswers(db, [refusal(third)], now);
  expect(shown()?.data).toMatchObject({ city: '上海', occupation: '教师' });
  expect(count('shadow')).toBe(0);
});

test('[SY7] a refused change stays in the tray until acknowledged, and is then forgotten', () => {
  applyConfirmed(db, [wire(1, clientData())], now);
  patchClient({ city: '上海' });
  const mid = mids()[0] ?? '';
  settleAnswers(db, [refusal(mid)], now);
  acknowledgeRefused(db, [mid], now);
  expect(countRefused(db)).toBe(0);
  expect(db.prepare('SELECT mutation FROM journal').pluck().get()).not.toContain('上海');
});

test('[SY8] an answer moves the intent to the journal and shows what the centre holds, once', () => {
  change({ op: 'create', entity: 'client', id: clientId, data: clientData() });
  const mid = mids()[0] ?? '';
  settleAnswers(db, [answer(mid, wire(7, clientData({ tier: 'VIP' })))], now);
  settleAnswers(db, [answer(mid, wire(7, clientData({ tier: 'VIP' })))], now);
  expect(shown()).toMatchObject({ seq: 7, data: { tier: 'VIP' } });
  expect([countWaiting(db), count('journal'), count('shadow')]).toEqual([0, 1, 0]);
});

test('[SY8] answers to several changes of one row leave the newest image, whatever their order', () => {
  applyConfirmed(db, [wire(1, clientData())], now);
  patchClient({ city: '上海' });
  patchClient({ city: '杭州' });
  const [first = '', second = ''] = mids();
  const newest = wire(3, clientData({ city: '杭州' }));
  settleAnswers(db, [answer(second, newest), answer(first, wire(2, clientData({ city: '上海' })))], now);
  expect(shown()).toMatchObject({ seq: 3, data: { city: '杭州' } });
});

test('[SY9] a page and its cursor are written together or not at all', () => {
  writeSyncState(db, 'cursor', 'c0');
  const page = { from: 'c0', cursor: 'c1', rows: [wire(1, clientData()), { entity: 'client' }], access: [] };
  expect(() => applyPage(db, page, now)).toThrow();
  expect([shown(), readSyncState(db, 'cursor')]).toEqual([null, 'c0']);
  applyPage(db, { ...page, rows: [wire(1, clientData())] }, now);
  expect([shown()?.seq, readSyncState(db, 'cursor')]).toEqual([1, 'c1']);
});

test('[SY9] a page that does not start where the store stands is thrown away', () => {
  writeSyncState(db, 'cursor', 'c5');
  const page = { from: 'c4', cursor: 'c6', rows: [wire(1, clientData())], access: [] };
  expect(applyPage(db, page, now)).toBe('stale');
  expect([shown(), readSyncState(db, 'cursor')]).toEqual([null, 'c5']);
});

test('[SY10] a lost scope leaves nothing behind but the refused tray', () => {
  writeSyncState(db, 'cursor', 'c0');
  applyConfirmed(db, [wire(1, clientData()), wire(2, noteData(clientId, '绝密备注'), 'note', 'n1')], now);
  patchClient({ city: '上海' });
  settleAnswers(db, [answer(mids()[0] ?? '', wire(3, clientData({ city: '上海' })))], now);
  change({ op: 'create', entity: 'note', id: 'n2', data: noteData(clientId, '还没上传') });
  const access = [{ seq: 9, scope, kind: 'lost' as const }];
  applyPage(db, { from: 'c0', cursor: 'c1', rows: [], access }, now);
  expect(['client', 'note', 'shadow', 'outbox', 'client_summary'].map(count)).toEqual([0, 0, 0, 0, 0]);
  expect(listRefused(db)).toMatchObject([{ code: 'NO_ACCESS', entity: 'note', rowId: 'n2' }]);
  expect(count('journal')).toBe(1);
});

test('[SY10] other scopes stay when one is lost', () => {
  const otherId = '01940000-0000-7000-8000-0000000000bb';
  const other = { entity: 'client', id: otherId, scope: `client:${otherId}`, seq: 2, data: clientData() };
  applyConfirmed(db, [wire(1, clientData()), other], now);
  purgeScope(db, scope, now);
  expect(count('client')).toBe(1);
});

test('[SY10] lost and gained again in one page is not lost', () => {
  writeSyncState(db, 'cursor', 'c0');
  const access = [
    { seq: 8, scope, kind: 'lost' as const },
    { seq: 9, scope, kind: 'gained' as const },
  ];
  applyPage(db, { from: 'c0', cursor: 'c1', rows: [wire(1, clientData())], access }, now);
  expect(shown()).not.toBeNull();
});

test('[SY14] a row nobody can read is parked, counted in the digest, and the rest goes on', () => {
  const rows = [
    wire(1, { ...clientData(), tier: 'GALACTIC' }),
    wire(2, { anything: 1 }, 'horoscope', 'h1'),
    wire(3, noteData(clientId), 'note', 'n1'),
  ];
  applyConfirmed(db, rows, now);
  expect([shown(), count('parked'), count('note')]).toEqual([null, 2, 1]);
  expect(Object.keys(readDigest(db)).sort()).toEqual(['client', 'horoscope', 'note']);
  applyConfirmed(db, [wire(4, clientData())], now);
  expect([shown()?.seq, count('parked')]).toEqual([4, 1]);
});

test('[SY14] a field of a newer centre is kept aside: the row shows, its hash is of the whole', () => {
  const whole = { ...clientData(), zodiac: 'tiger' };
  applyConfirmed(db, [wire(1, whole)], now);
  const digest = readDigest(db).client?.['aa'];
  expect([shown()?.data.name, digest?.[0]]).toEqual(['赵测试', 1]);
  const other = freshStore();
  applyConfirmed(other, [wire(1, clientData())], now);
  expect(digest).not.toEqual(readDigest(other).client?.['aa']);
});

test('[SY11] the digest is computed from the rows: a row changed behind its back makes a new hash, not the old one', () => {
  applyConfirmed(db, [wire(1, clientData())], now);
  const before = readDigest(db).client?.['aa'];
  applyConfirmed(db, [wire(2, clientData({ city: '苏州' }))], now);
  expect(readDigest(db).client?.['aa']).not.toEqual(before);
  applyConfirmed(db, [wire(3, clientData())], now);
  expect(readDigest(db).client?.['aa']).toEqual(before);
});

test('[SY5] a withdrawal goes up first, with the client it is about', () => {
  const create = (entity: Entity, id: string, data: object): RowChange =>
    ({ op: 'create', entity, id, data }) as unknown as RowChange;
  change(create('note', 'n1', noteData('elsewhere')));
  change(create('client', clientId, clientData()));
  const consent = {
    clientId,
    channel: null,
    purpose: null,
    given: false,
    evidence: '电话',
    recordedBy: 'm',
    recordedAt: now,
    expiresAt: null,
  };
  change(create('consent', 'w1', consent));
  expect(nextPush(db).map(({ entity }) => entity)).toEqual(['client', 'consent']);
});

test('[SY14] a parked row is tried again and shows once this program can read it', () => {
  applyConfirmed(db, [wire(1, { ...clientData(), tier: 'GALACTIC' })], now);
  db.prepare('UPDATE parked SET data = ?').run(JSON.stringify(clientData()));
  retryParked(db, now);
  expect([shown()?.seq, count('parked')]).toEqual([1, 0]);
});

test('[SY10] a lost client cannot be found any more', () => {
  applyConfirmed(db, [wire(1, clientData({ name: '欧阳测试' }))], now);
  const found = () => searchClients(db, '欧阳', { limit: 10 });
  expect(JSON.stringify(found())).toContain(clientId);
  purgeScope(db, scope, now);
  expect(JSON.stringify(found())).not.toContain(clientId);
});

test('[SY8] accepted answers are kept ninety days, unread refusals for good', () => {
  applyConfirmed(db, [wire(1, clientData())], now);
  patchClient({ city: '上海' });
  patchClient({ city: '杭州' });
  const [first = '', second = ''] = mids();
  settleAnswers(db, [answer(first, wire(2, clientData())), refusal(second)], now);
  pruneJournal(db, now + 91 * 86_400_000);
  expect(db.prepare('SELECT mid FROM journal').pluck().all()).toEqual([second]);
});
