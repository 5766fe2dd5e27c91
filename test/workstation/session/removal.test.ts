import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settleAnswers } from '#db/changes/settle.ts';
import { sql } from '#db/handles.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { addGuest, plan } from '#test/workstation/events/salon.ts';
import { testFolder } from '#test/support/temporary.ts';
import { idleSync, testHostOptions, testSetup } from '#test/workstation/session/support.ts';
import type { TestStation } from '#test/support/station.ts';
import { createHost } from '#workstation/create-host.ts';
import { createEvent } from '#workstation/events/plan.ts';
import { admitGuest } from '#workstation/events/door.ts';
import { doorView } from '#workstation/events/door-view.ts';
import type { Host } from '#workstation/host.ts';
import { bookPaths } from '#workstation/session/book.ts';
import { readDeviceFile, writeDeviceFile } from '#workstation/session/device-file.ts';
import type { Station } from '#workstation/station.ts';

let dataDir: string;
const hosts: Host[] = [];

beforeEach(() => {
  dataDir = testFolder();
});
afterEach(async () => {
  for (const one of hosts.splice(0)) await one.close();
});

function host(onStop?: () => void): Host {
  const made = createHost({ ...testHostOptions(dataDir), startSync: () => idleSync(onStop) });
  hosts.push(made);
  return made;
}
const stationOf = (one: Host): Station => {
  const station = one.open()?.station;
  if (!station) throw new Error('not open');
  return station;
};
const files = (): string[] =>
  readdirSync(dataDir, { recursive: true })
    .map(String)
    .filter((name) => !name.startsWith('lock'));

/** Lets one guest in; returns the event. */
function checkOneIn(station: Station): string {
  const made = createEvent(station, plan(station as TestStation));
  const eventId = made.ok ? made.value : '';
  admitGuest(station, addGuest(station as TestStation, eventId), { overrideReason: null });
  return eventId;
}

/** The centre answers everything that waits, all of it with the same word. */
function answerAll({ db, clock }: Station, status: 'applied' | 'rejected'): void {
  const code = status === 'rejected' ? 'BAD_VALUE' : null;
  const mids = sql<{ mid: string }>(db, 'SELECT mid FROM outbox').all();
  settleAnswers(
    db,
    mids.map(({ mid }) => ({ mid, status, code, detail: null, row: null }) as never),
    clock(),
  );
}

test('[EV143] a copy that alone knows of a check-in is not removed: it says how many, and everything goes on', async () => {
  let stops = 0;
  const one = host(() => (stops += 1));
  await one.setup(testSetup);
  const eventId = checkOneIn(stationOf(one));
  await expect(one.remove()).rejects.toMatchObject({ code: 'UNSYNCED', data: { checkIns: 1 } });
  expect(stops).toBe(0);
  expect(one.status()).toMatchObject({ state: 'open', problem: null });
  expect(doorView(stationOf(one), eventId)?.counters.arrived).toBe(1);
});

test('[EV143] what the centre refused and nobody has read counts too', async () => {
  const one = host();
  await one.setup(testSetup);
  checkOneIn(stationOf(one));
  answerAll(stationOf(one), 'rejected');
  await expect(one.remove()).rejects.toMatchObject({ code: 'UNSYNCED', data: { checkIns: 1 } });
});

test('[EV143] locking keeps every check-in; it is there after unlocking, and still to be uploaded', async () => {
  const one = host();
  await one.setup(testSetup);
  const eventId = checkOneIn(stationOf(one));
  const before = doorView(stationOf(one), eventId);
  const waiting = countWaiting(stationOf(one).db);
  await one.lock();
  expect([one.open(), one.status()]).toMatchObject([null, { state: 'locked', waiting }]);
  await one.close();
  const again = host();
  await again.unlock({ passphrase: testSetup.passphrase });
  expect(doorView(stationOf(again), eventId)).toEqual(before);
  expect(before?.unsynced).toBeGreaterThan(0);
});

test('[EV143] once the centre has all, the copy goes whole, also over a restart in the middle', async () => {
  const one = host();
  await one.setup(testSetup);
  checkOneIn(stationOf(one));
  answerAll(stationOf(one), 'applied');
  await one.remove();
  expect(one.status()).toMatchObject({ state: 'setup', problem: 'REMOVED', managerId: null });
  expect(files()).toEqual(['device.json']);
  await one.setup(testSetup);
  await one.close();
  writeDeviceFile(dataDir, { ...readDeviceFile(dataDir), erasure: 'removing' });
  expect(host().status()).toMatchObject({ state: 'setup', problem: 'REMOVED' });
  expect(existsSync(bookPaths(dataDir).store)).toBe(false);
});

test('[EV143] what comes in while the door is being closed is not lost: the copy stays and opens again', async () => {
  let eventId = '';
  let late: Station | null = null;
  const one = host(() => {
    if (late) eventId = checkOneIn(late);
    late = null;
  });
  await one.setup(testSetup);
  late = stationOf(one);
  await expect(one.remove()).rejects.toMatchObject({ code: 'UNSYNCED', data: { checkIns: 1 } });
  expect(one.status().state).toBe('open');
  expect(doorView(stationOf(one), eventId)?.counters.arrived).toBe(1);
});

test('[EV143] a store that cannot say what waits is locked all the same', async () => {
  const one = host();
  await one.setup(testSetup);
  checkOneIn(stationOf(one));
  sql(stationOf(one).db, 'ALTER TABLE journal RENAME TO unreadable').run();
  await one.lock();
  expect(one.status()).toMatchObject({ state: 'locked', waiting: null });
});
