import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, expect, test } from 'vitest';
import type { SyncStatus } from '#core/api/sync.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { enrolled, sampleBranch, syncOf } from '#test/support/enrolled.ts';
import { freshStoreFile, openTestStore } from '#test/support/store.ts';
import type { ChildOrders } from '#test/support/sync-child.ts';

const central = centralOfFile();
let branch: Awaited<ReturnType<typeof sampleBranch>>;

beforeAll(async () => {
  branch = await sampleBranch(central, 60);
});

const script = path.resolve(import.meta.dirname, '../../support/sync-child.ts');

/** Runs a workstation process and kills it with SIGKILL at its n-th sign of life, or `delayMs` after. */
async function runAndKill(orders: ChildOrders, atLine: number, delayMs = 0): Promise<void> {
  const child = spawn(process.execPath, [script, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let lines = 0;
  createInterface({ input: child.stdout }).on('line', () => {
    lines += 1;
    if (lines === atLine) setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
}

/** Opens the store a killed process left and syncs it to the end. */
async function finish({
  file,
  centralUrl,
  enrolment,
}: ChildOrders): Promise<{ status: SyncStatus; notes: number }> {
  const db = openTestStore(file);
  const sync = syncOf(stationOf(enrolment, db), enrolment, { centralUrl });
  await sync.syncNow();
  await sync.prove();
  const status = sync.status();
  await sync.stop();
  const notes = db.prepare(`SELECT count(*) FROM note WHERE text LIKE '第%'`).pluck().get() as number;
  db.close();
  return { status, notes };
}

const equal = { phase: 'synced', pending: 0, refused: 0, proof: { isEqual: true } };

test('[SY20] killed at any page of a first sync, it goes on and ends with an equal copy', async () => {
  const enrolment = await enrolled(central, branch.tenantId, branch.managers[0]);
  const orders = { file: freshStoreFile(), centralUrl: central.url, enrolment, pageRows: 60, notes: 0 };
  for (const [atLine, delayMs] of [
    [1, 60],
    [3, 0],
    [4, 1],
    [6, 3],
  ] as const)
    await runAndKill(orders, atLine, delayMs);
  expect((await finish(orders)).status).toMatchObject(equal);
});

test('[SY20] killed in the middle of uploads, every change arrives once', async () => {
  const enrolment = await enrolled(central, branch.tenantId, branch.managers[0]);
  const orders = { file: freshStoreFile(), centralUrl: central.url, enrolment, pageRows: 1000, notes: 0 };
  await finish(orders);
  const notes = 300;
  await runAndKill({ ...orders, notes }, 1, 40);
  for (const delayMs of [30, 60, 90, 15]) await runAndKill({ ...orders, notes }, 1, delayMs);
  const { status, notes: found } = await finish(orders);
  expect(status).toMatchObject(equal);
  expect(found).toBe(5 * notes);
});
