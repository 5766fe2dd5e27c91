import { afterEach, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { isDoNotContact } from '#core/consent/ledger.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { ledgerOf } from '#db/queries/contact-gate.ts';
import { listConflicts, listRefused } from '#db/queries/sync.ts';
import { readRow } from '#db/rows.ts';
import type { WritableDb } from '#db/handles.ts';
import { logCall } from '#workstation/calls/log.ts';
import type { SyncEngine } from '#workstation/host.ts';
import { enrolDevice } from '#workstation/sync/enrol.ts';
import { commit, type Station } from '#workstation/station.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { startProxy } from '#test/support/cuttable-proxy.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { enrolled, sampleBranch, syncOf } from '#test/support/enrolled.ts';
import { freshStore } from '#test/support/store.ts';
import { noteData } from '#test/support/wire.ts';

const central = centralOfFile();
let branch: Awaited<ReturnType<typeof sampleBranch>>;
const engines: SyncEngine[] = [];

beforeAll(async () => {
  branch = await sampleBranch(central, 60);
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});

interface Desk {
  station: Station;
  sync: SyncEngine;
  db: WritableDb;
}

async function desk(
  manager: 0 | 1 = 0,
  options: { centralUrl?: string; pageRows?: number } = {},
): Promise<Desk> {
  const enrolment = await enrolled(central, branch.tenantId, branch.managers[manager]);
  const db = freshStore();
  const station = stationOf(enrolment, db);
  const sync = syncOf(station, enrolment, { centralUrl: central.url, ...options });
  engines.push(sync);
  return { station, sync, db };
}

const anyClient = (db: WritableDb, offset = 0) =>
  (db.prepare('SELECT id FROM client ORDER BY id LIMIT 1 OFFSET ?').get(offset) as { id: string }).id;
const patch = ({ station }: Desk, id: string, fields: object) =>
  commit(station, 'client.correct', [{ op: 'patch', entity: 'client', id, patch: fields } as RowChange]);
const note = ({ station }: Desk, clientId: string, id = uuidv7()) => {
  const data = noteData(clientId, station.me.managerId);
  commit(station, 'client.note', [{ op: 'create', entity: 'note', id, data } as never]);
  return id;
};
const city = ({ db }: Desk, id: string) => readRow(db, 'client', id)?.data.city;

test('[SY17] enrolment tells a wrong code, nobody there and somebody else there apart', async () => {
  const about = { deviceName: 'd', platform: 'test', appVersion: '0' };
  const wrong = await enrolDevice({ centralUrl: central.url, code: 'WRONG-CODE', ...about });
  expect(wrong).toEqual({ ok: false, error: 'CODE_REFUSED' });
  const nobody = await enrolDevice({ centralUrl: 'http://127.0.0.1:1', code: 'ABCD-EFGH', ...about });
  expect(nobody).toEqual({ ok: false, error: 'CENTRAL_UNREACHABLE' });
  const page = async () => new Response('<html>Sign in to this Wi-Fi</html>');
  const portal = await enrolDevice({
    centralUrl: 'http://127.0.0.1:1',
    code: 'ABCD-EFGH',
    fetch: page,
    ...about,
  });
  expect(portal).toEqual({ ok: false, error: 'CENTRAL_UNREACHABLE' });
  const newer = async () => Response.json({ product: 'zhike-central', protocol: 99, version: '9', now: 0 });
  const other = await enrolDevice({
    centralUrl: 'http://127.0.0.1:1',
    code: 'ABCD-EFGH',
    fetch: newer,
    ...about,
  });
  expect(other).toEqual({ ok: false, error: 'CENTRAL_VERSION' });
});

test('[SY11] a first sync of the sample book is equal on both sides; edits made offline go up and come down', async () => {
  const a = await desk(0, { pageRows: 100 });
  await a.sync.syncNow();
  expect(a.sync.status()).toMatchObject({ phase: 'synced', problem: null, proof: { isEqual: true } });
  expect(a.sync.status().proof?.rows).toBeGreaterThan(100);
  const id = anyClient(a.db);
  patch(a, id, { city: '无锡' });
  note(a, id);
  const b = await desk(0);
  await b.sync.syncNow();
  await a.sync.syncNow();
  await b.sync.syncNow();
  expect(city(b, id)).toBe('无锡');
  expect([(await a.sync.prove()).isEqual, (await b.sync.prove()).isEqual]).toEqual([true, true]);
  expect([...listRefused(a.db), ...listConflicts(a.db)]).toEqual([]);
});

/** Lets the clock move on: of two intents of one millisecond the one that arrives last stands. */
function nextMillisecond(): void {
  const now = Date.now();
  while (Date.now() === now);
}

test('[SY16] two devices change one field: the later intent stands, the other is kept on both', async () => {
  const [a, b] = [await desk(), await desk()];
  await a.sync.syncNow();
  await b.sync.syncNow();
  const id = anyClient(a.db, 1);
  patch(a, id, { city: '常州' });
  nextMillisecond();
  patch(b, id, { city: '南通' });
  patch(b, id, { occupation: '会计' });
  await b.sync.syncNow();
  await a.sync.syncNow();
  await b.sync.syncNow();
  expect([city(a, id), city(b, id)]).toEqual(['南通', '南通']);
  expect(listConflicts(a.db)).toMatchObject([{ field: 'city', winner: '"南通"', loser: '"常州"' }]);
  expect(listConflicts(b.db)).toHaveLength(1);
  expect([(await a.sync.prove()).isEqual, (await b.sync.prove()).isEqual]).toEqual([true, true]);
});

test('[SY10] a reassigned client leaves with its history and arrives with it; work offline on it is not lost', async () => {
  const [a, b] = [await desk(0), await desk(1)];
  await a.sync.syncNow();
  await b.sync.syncNow();
  const id = anyClient(a.db, 2);
  const history = (db: WritableDb) =>
    ['contact', 'holding', 'activity', 'note', 'risk_test'].map(
      (table) => db.prepare(`SELECT count(*) FROM ${table} WHERE client_id = ?`).pluck().get(id) as number,
    );
  const before = history(a.db);
  const noteId = note(a, id);
  await central.admin.assign({ tenantId: branch.tenantId, clientIds: [id], toManagerId: branch.managers[1] });
  await a.sync.syncNow();
  await b.sync.syncNow();
  expect(readRow(a.db, 'client', id)).toBeNull();
  expect(history(a.db)).toEqual([0, 0, 0, 0, 0]);
  const arrived = readRow(b.db, 'note', noteId) !== null;
  const inTray = listRefused(a.db).some(({ rowId }) => rowId === noteId);
  expect([arrived, inTray]).toEqual(arrived ? [true, false] : [false, true]);
  expect(history(b.db)).toEqual(before.map((count, index) => count + (index === 3 && arrived ? 1 : 0)));
  expect([(await a.sync.prove()).isEqual, (await b.sync.prove()).isEqual]).toEqual([true, true]);
  expect(a.sync.status().pending).toBe(0);
});

test('[CQ39] the outcome of a call whose client was reassigned during it reaches the next manager', async () => {
  const [a, b] = [await desk(0), await desk(1)];
  await a.sync.syncNow();
  await b.sync.syncNow();
  const id = anyClient(a.db, 4);
  const startedAt = Date.now();
  nextMillisecond();
  await central.admin.assign({ tenantId: branch.tenantId, clientIds: [id], toManagerId: branch.managers[1] });
  await a.sync.syncNow();
  expect(readRow(a.db, 'client', id)).toBeNull();
  const contactId = uuidv7();
  const spoken = {
    outcome: 'DNC',
    reason: 'FRESH',
    taskId: null,
    note: '别再打了',
    followUpAt: null,
  } as const;
  const logged = logCall(a.station, { contactId, clientId: id, startedAt, ...spoken });
  expect(logged).toMatchObject({ ok: true, value: { isGone: true } });
  await a.sync.syncNow();
  await b.sync.syncNow();
  expect(a.sync.status()).toMatchObject({ pending: 0, refused: 0 });
  expect(readRow(a.db, 'contact', contactId)).toBeNull();
  expect(readRow(b.db, 'contact', contactId)?.data).toMatchObject({ outcome: 'DNC', note: '别再打了' });
  expect(isDoNotContact(ledgerOf(b.db, id))).toBe(true);
  expect([(await a.sync.prove()).isEqual, (await b.sync.prove()).isEqual]).toEqual([true, true]);
});

test('[SY15] a row changed between the pages of a first sync is not missed', async () => {
  const a = await desk();
  await a.sync.syncNow();
  const id = anyClient(a.db, 3);
  let isChanged = false;
  const enrolment = await enrolled(central, branch.tenantId, branch.managers[0]);
  const db = freshStore();
  const slow: typeof fetch = async (input, init) => {
    const request = input as Request;
    if (!isChanged && request.url.includes('bootstrap?') && request.url.includes('after=')) {
      const { n } = db.prepare('SELECT count(*) AS n FROM client WHERE id = ?').get(id) as { n: number };
      if (n === 1) {
        isChanged = true;
        patch(a, id, { city: '镇江' });
        await a.sync.syncNow();
      }
    }
    return fetch(input, init);
  };
  const options = { centralUrl: central.url, pageRows: 40, fetch: slow };
  const sync = syncOf(stationOf(enrolment, db), enrolment, options);
  engines.push(sync);
  await sync.syncNow();
  expect([isChanged, readRow(db, 'client', id)?.data.city]).toEqual([true, '镇江']);
  expect(sync.status().proof?.isEqual).toBe(true);
});

test('[SY15] the network is cut in the middle of pages, again and again: nothing is doubled or missing', async () => {
  const proxy = await startProxy(Number(new URL(central.url).port));
  const a = await desk(0, { centralUrl: proxy.url, pageRows: 100 });
  let cuts = 0;
  for (let bytes = 2_500; a.sync.status().phase !== 'synced'; bytes += 2_500) {
    proxy.mend();
    proxy.cutAfter(bytes);
    await a.sync.syncNow();
    if (a.sync.status().problem === 'UNREACHABLE') cuts += 1;
    expect(a.sync.status().problem).toBeOneOf([null, 'UNREACHABLE']);
  }
  proxy.mend();
  expect((await a.sync.prove()).isEqual).toBe(true);
  expect(cuts).toBeGreaterThan(3);
  await proxy.close();
});

test('[SY8] an upload cut after the centre took it is answered once the network is back, and exists once', async () => {
  const proxy = await startProxy(Number(new URL(central.url).port));
  const a = await desk(0, { centralUrl: proxy.url });
  await a.sync.syncNow();
  const id = anyClient(a.db, 4);
  for (let count = 0; count < 50; count += 1) note(a, id);
  for (const bytes of [600, 900, 1500, 4000]) {
    proxy.mend();
    proxy.cutAfter(bytes);
    await a.sync.syncNow();
  }
  proxy.mend();
  await a.sync.syncNow();
  const b = await desk();
  await b.sync.syncNow();
  const notes = (db: WritableDb) =>
    db.prepare('SELECT count(*) FROM note WHERE client_id = ?').pluck().get(id);
  expect([a.sync.status().pending, a.sync.status().refused, notes(a.db)]).toEqual([0, 0, notes(b.db)]);
  expect((await a.sync.prove()).isEqual).toBe(true);
  await proxy.close();
});

test('[SY17] a revoked device is told so and keeps its work', async () => {
  const a = await desk();
  await a.sync.syncNow();
  const { deviceId } = a.station.me;
  note(a, anyClient(a.db));
  await central.admin.revokeDevice({ tenantId: branch.tenantId, deviceId });
  await a.sync.syncNow();
  expect(a.sync.status()).toMatchObject({ phase: 'blocked', problem: 'REVOKED', pending: 1 });
});
