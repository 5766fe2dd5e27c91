import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { businessDayOf } from '#core/base/time.ts';
import { createSealReader } from '#core/compliance/seal.ts';
import { deviceKeys } from '#central/compliance/device-keys.ts';
import { exportCompliance, type ExportOrder } from '#central/compliance/export.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { sampleBranch } from '#test/support/enrolled.ts';
import { pushOne } from '#test/support/wire.ts';
import { testFolder } from '#test/support/temporary.ts';

const projectDir = path.resolve(import.meta.dirname, '../../..');
const central = centralOfFile();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The whole file of a range, in memory. */
async function exported(order: Omit<ExportOrder, 'write'>) {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const sealed = await exportCompliance({ store: central.store, clock: Date.now }, { ...order, write });
  if (!sealed) throw new Error('an export');
  return { ...sealed, lines };
}

function verify(lines: readonly string[], keys: unknown) {
  const folder = testFolder('central-export');
  const [file, list] = [path.join(folder, 'book.jsonl'), path.join(folder, 'keys.json')];
  writeFileSync(file, `${lines.join('\n')}\n`);
  writeFileSync(list, JSON.stringify(keys));
  const run = spawnSync(process.execPath, ['scripts/audit-verify.ts', file, '--keys', list], {
    cwd: projectDir,
    encoding: 'utf8',
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

test('[CE74] the centre takes out what every manager of a branch did, each row once, sealed and signed with its own key', async () => {
  const { tenantId, managers } = await sampleBranch(central, 40);
  const range = { tenantId, from: '2000-01-01', to: businessDayOf(Date.now() + 86_400_000) };
  const sealed = await exported(range);
  const reader = createSealReader(sha256);
  for (const line of sealed.lines) reader.take(line);
  expect(reader.finish()).toMatchObject({ fault: null, entries: sealed.entries });
  const entries = sealed.lines
    .slice(1, -1)
    .map((line) => JSON.parse(line) as { kind: string; id: string; row: { managerId?: string } });
  const tests = entries.filter(({ kind }) => kind === 'TEST');
  expect(tests.length).toBeGreaterThan(10);
  expect(new Set(tests.map(({ id }) => id)).size).toBe(tests.length);
  expect(new Set(tests.map(({ row }) => row.managerId))).toEqual(new Set(managers));
  const keys = await deviceKeys(central.store, tenantId);
  expect(verify(sealed.lines, keys)).toMatchObject({ status: 0, said: expect.stringContaining('(centre)') });
  expect((await exported({ ...range, to: '2000-01-02' })).entries).toBe(0);
});

test('[CE75] a key is that of the device whose token brought it; a file that names a device by another key is found', async () => {
  const { tenantId, managers } = await sampleBranch(central, 3);
  const device = await central.enrol(tenantId, managers[0]);
  const key = (deviceId: string, letter: string) => ({
    deviceId,
    deviceName: '工位一',
    managerId: managers[0],
    publicKey: letter.repeat(43),
    madeAt: 1,
  });
  for (const [id, data] of [
    ['01940000-0000-7000-9000-0000000000a1', key(device.deviceId, 'A')],
    ['01940000-0000-7000-9000-0000000000a2', key('another-device', 'B')],
  ] as const) {
    const pushed = await pushOne(device, { entity: 'deviceKey', op: 'create', id, base: 0, patch: data });
    expect(pushed.status).toBe('applied');
  }
  const keys = await deviceKeys(central.store, tenantId);
  expect(keys.map(({ deviceId }) => deviceId)).toEqual(['centre', device.deviceId]);
  const sealed = await exported({ tenantId, from: '2000-01-01', to: '2000-01-02' });
  const others = keys.filter(({ deviceId }) => deviceId !== 'centre');
  expect(verify(sealed.lines, others)).toMatchObject({
    status: 1,
    said: expect.stringContaining('never announced'),
  });
});
