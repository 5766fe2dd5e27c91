import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openPool } from '#central/database.ts';
import { startCentral } from '#central/serve.ts';
import { pino } from 'pino';
import { readArguments } from '#scripts/central-options.ts';
import { centralApi, centralOfFile, freshDatabase } from '#test/support/central-server.ts';
import { testFolder } from '#test/support/temporary.ts';

const script = resolve(import.meta.dirname, '../../../scripts/central.ts');
let folder: string;
beforeAll(() => {
  folder = testFolder('commands');
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm run central -- …` as a process of its own. */
function run(args: readonly string[], databaseUrl = ''): Promise<Ended> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, ZHIKE_ADMIN_TOKEN: '' };
  return new Promise((done) => {
    execFile(process.execPath, [script, ...args], { env }, (error, out, err) => {
      done({ code: Number(error?.code ?? 0), out, err });
    });
  });
}

const central = centralOfFile();

test('[CE52] the embedded database of a running centre is backed up, and restored into a folder of its own', async () => {
  const dataDir = join(folder, 'running');
  const running = await startCentral({ dataDir, logger: pino({ level: 'silent' }) });
  const { admin } = centralApi(running.url, running.adminToken);
  const { tenantId } = await admin.createBranch({ name: '测试支行' });
  await admin.createManager({ tenantId, name: '林测试' });
  const file = join(folder, 'one.zhike-backup');
  const taken = await run(['backup', '--data', dataDir, '--to', file]);
  expect(taken).toMatchObject({ code: 0, err: '' });
  const refused = await run(['restore', '--data', dataDir, '--from', file, '--replace']);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('Stop it first')]);
  await running.close();

  const fresh = join(folder, 'fresh');
  const restored = await run(['restore', '--data', fresh, '--from', file]);
  expect(restored).toMatchObject({ code: 0, err: '' });
  const again = await startCentral({ dataDir: fresh, logger: pino({ level: 'silent' }) });
  const managers = await centralApi(again.url, again.adminToken).admin.managers({ tenantId });
  expect(managers.map(({ name }) => name)).toEqual(['林测试']);
  await again.close();
  const full = await run(['restore', '--data', fresh, '--from', file]);
  expect([full.code, full.err]).toEqual([1, expect.stringContaining('--replace')]);
});

test('[CE52] a database of one’s own is backed up and restored by its URL', async () => {
  await central.branchWith('甲');
  const file = join(folder, 'own.zhike-backup');
  expect(await run(['backup', '--to', file], central.databaseUrl)).toMatchObject({ code: 0 });
  const url = await freshDatabase();
  expect(await run(['restore', '--from', file], url)).toMatchObject({ code: 0 });
  const pool = openPool(url);
  const { rows } = await pool.query("SELECT count(*) AS count FROM record WHERE entity = 'manager'");
  await pool.end();
  expect(rows).toEqual([{ count: 1 }]);
});

test('[CE53] a damaged backup makes no folder, and a folder without a centre gives no backup', async () => {
  const file = join(folder, 'damaged.zhike-backup');
  writeFileSync(file, 'damaged');
  const before = readdirSync(folder);
  const restore = await run(['restore', '--data', join(folder, 'new'), '--from', file]);
  expect([restore.code, restore.err]).toEqual([1, expect.stringContaining('damaged')]);
  const backup = await run(['backup', '--data', join(folder, 'none'), '--to', join(folder, 'x')]);
  expect([backup.code, backup.err]).toEqual([1, expect.stringContaining('There is no central system in')]);
  expect(readdirSync(folder)).toEqual(before);
});

test('[CE55] the doctor names the mode, what there is and what production wants', async () => {
  const [device] = await central.branchWith('甲');
  const before = await run(['doctor'], central.databaseUrl);
  expect(before.code).toBe(0);
  expect(before.out).toMatch(/external: PostgreSQL of DATABASE_URL/);
  // The test run's PostgreSQL works without fsync: the doctor must not find that well.
  expect(before.out).toMatch(/Durability: Turn fsync/);
  expect(before.out).toMatch(/Quarantine +0 changes/);
  expect(before.out).toMatch(/TLS:/);
  expect(before.out).toMatch(/0 revoked/);
  await central.admin.revokeDevice({ tenantId: device?.tenantId ?? '', deviceId: device?.deviceId ?? '' });
  expect((await run(['doctor'], central.databaseUrl)).out).toMatch(/1 revoked/);
});

test('[CE55] a wrong option is answered with what is wrong and how it is used', async () => {
  const wrong = (...args: string[]): unknown => {
    const read = readArguments(args, {});
    return read.ok ? read.value : read.error;
  };
  expect(wrong('--port', 'x')).toContain('--port x');
  expect(wrong('backup')).toContain('--to FILE');
  expect(wrong('restore', '--to', 'x')).toContain('--from FILE');
  expect(wrong('serve', '--replace')).toContain('--replace belongs to restore');
  expect(wrong('sing')).toContain('no command sing');
  expect(wrong('backup', 'restore', '--to', 'x')).toContain('backup and restore');
  expect(wrong('--nonsense')).toContain("'--nonsense'");
  expect(wrong()).toMatchObject({ command: 'serve', port: 4500, keep: 14 });
  expect(wrong('--no-backups')).toMatchObject({ backupDir: null });
  const ended = await run(['sing']);
  expect([ended.code, ended.err]).toEqual([2, expect.stringContaining('Usage: npm run central')]);
});
