import { copyFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import type { WritableDb } from '#db/handles.ts';
import { readIdentity } from '#db/queries/sync.ts';
import { readHlc } from '#core/sync/hlc.ts';
import { testClock, testIds } from '#test/support/clock.ts';
import { testDevice, type TestDevice } from '#test/support/device.ts';
import { fakeCentral, type FakeCentral } from '#test/support/fake-central.ts';
import { testManagerId } from '#test/support/rows.ts';
import { freshStoreFile, openTestStore } from '#test/support/store.ts';
import { clientData, noteData } from '#test/support/wire.ts';

const id = '01940000-0000-7000-8000-0000000000aa';
const newId = testIds(77);
let central: FakeCentral;
let original: TestDevice;
let clone: TestDevice;

/** Two running copies of one store: somebody restored a backup of the machine, or copied the folder. */
beforeEach(async () => {
  central = fakeCentral(testClock().now);
  central.put('client', id, clientData({ ownerManagerId: testManagerId }));
  const file = freshStoreFile();
  const db = openTestStore(file);
  const first = testDevice(central.connect, { db, deviceId: 'desk' });
  await first.sync.syncNow();
  first.create('note', newId(), noteData(id, testManagerId, '复制之前'));
  await first.sync.stop();
  db.pragma('wal_checkpoint(TRUNCATE)');
  const copy = freshStoreFile();
  copyFileSync(file, copy);
  original = testDevice(central.connect, { db, deviceId: 'desk', space: 4 });
  clone = testDevice(central.connect, { db: openTestStore(copy), deviceId: 'desk', space: 5 });
});

const write = (device: TestDevice, text: string) =>
  device.create('note', newId(), noteData(id, testManagerId, text));
const notes = () =>
  [...central.rows.values()]
    .flatMap(({ entity, data }) => (entity === 'note' ? [String(data?.['text'])] : []))
    .sort();
const own = (db: WritableDb) => db.prepare('SELECT text FROM note ORDER BY text').pluck().all() as string[];

test('[SY22] a copied folder gets an identity of its own; the work of both reaches the centre, once', async () => {
  write(original, '原机');
  write(clone, '副本');
  await original.sync.syncNow();
  await clone.sync.syncNow();
  await original.sync.prove();
  expect(notes()).toEqual(['原机', '副本', '复制之前'].sort());
  expect([readIdentity(original.db), readIdentity(clone.db)?.deviceId]).toEqual([null, "desk'"]);
  expect(clone.station.me.deviceId).toBe("desk'");
  await clone.sync.prove();
  expect([own(original.db), own(clone.db)]).toEqual([notes(), notes()]);
  expect(clone.sync.status()).toMatchObject({
    phase: 'synced',
    pending: 0,
    refused: 0,
    proof: { isEqual: true },
  });
});

test('[SY22] intents made after the fork carry the new name, and rise above those before', async () => {
  write(original, '原机');
  write(clone, '副本');
  const before = clone.db.prepare('SELECT max(hlc) FROM outbox').pluck().get() as string;
  await original.sync.syncNow();
  await clone.sync.syncNow();
  write(clone, '之后');
  const after = clone.db.prepare('SELECT hlc FROM outbox').pluck().get() as string;
  expect([readHlc(after)?.device, after > before]).toEqual(["desk'", true]);
});

test('[SY22] killed between the centre giving the identity and its keeping, it asks again before anything else', async () => {
  write(original, '原机');
  write(clone, '副本');
  await original.sync.syncNow();
  central.around = async (name, answer) => {
    const result = answer();
    if (name === 'fork') throw new TypeError('fetch failed');
    return result;
  };
  await clone.sync.syncNow();
  expect(clone.sync.status()).toMatchObject({ phase: 'offline', pending: 2 });
  central.around = async (_name, answer) => answer();
  central.calls.length = 0;
  await clone.sync.syncNow();
  expect(central.calls.filter((call) => call !== 'info')[0]).toBe('fork');
  expect(notes()).toHaveLength(3);
});

test('[SY22] the count of pushes is raised before a push is sent: a push nobody answered is never taken for a copy', async () => {
  write(original, '一');
  central.around = async (name, answer) => {
    if (name === 'push') {
      answer();
      throw new TypeError('fetch failed');
    }
    return answer();
  };
  await original.sync.syncNow();
  write(original, '二');
  central.around = async (_name, answer) => answer();
  await original.sync.syncNow();
  expect([readIdentity(original.db), notes().length, original.sync.status().pending]).toEqual([null, 3, 0]);
});

test('[SY29] a push without an answer goes again as it was under its number, and only then what came since', async () => {
  const sent: { pushNo: number; texts: string[] }[] = [];
  let isAnswered = false;
  central.around = async (name, answer, input) => {
    if (name !== 'push') return answer();
    const { pushNo, mutations } = input as { pushNo: number; mutations: { patch: { text?: string } }[] };
    sent.push({ pushNo, texts: mutations.map(({ patch }) => patch.text ?? '') });
    if (isAnswered) return answer();
    throw new TypeError('fetch failed');
  };
  write(original, '一');
  await original.sync.syncNow();
  write(original, '二');
  await original.sync.syncNow();
  isAnswered = true;
  await original.sync.syncNow();
  expect(sent.map(({ texts }) => texts.at(-1))).toEqual(['一', '一', '一', '二']);
  const numbers = sent.map(({ pushNo }) => pushNo);
  expect(numbers).toEqual([numbers[0], numbers[0], numbers[0], (numbers[0] ?? 0) + 1]);
});

test('[SY29] lost pushes give a copy no number its original has not used: it is noticed all the same', async () => {
  write(original, '原机');
  await original.sync.syncNow();
  central.around = async (name, answer) => {
    if (name === 'push') throw new TypeError('fetch failed');
    return answer();
  };
  write(clone, '副本一');
  await clone.sync.syncNow();
  write(clone, '副本二');
  await clone.sync.syncNow();
  central.around = async (_name, answer) => answer();
  await clone.sync.syncNow();
  expect(clone.station.me.deviceId).toBe("desk'");
  await clone.sync.syncNow();
  expect(notes()).toEqual(['原机', '副本一', '副本二', '复制之前'].sort());
});

test('[SY29] a push that can no longer be repeated as it was ends the identity, not the work', async () => {
  central.around = async (name, answer) => {
    if (name === 'push') throw new TypeError('fetch failed');
    return answer();
  };
  write(original, '一');
  await original.sync.syncNow();
  original.db.prepare('DELETE FROM outbox WHERE position = (SELECT min(position) FROM outbox)').run();
  write(original, '二');
  central.around = async (_name, answer) => answer();
  await original.sync.syncNow();
  expect(original.station.me.deviceId).toBe("desk'");
  await original.sync.syncNow();
  expect(notes()).toContain('二');
});
