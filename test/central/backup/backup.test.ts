import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Pool } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { readBackup } from '#central/backup/read.ts';
import { restoreBackup } from '#central/backup/restore.ts';
import { writeBackup } from '#central/backup/write.ts';
import { openPool } from '#central/database.ts';
import { migrate } from '#central/migrate.ts';
import { startCentral } from '#central/serve.ts';
import { pino } from 'pino';
import { centralApi, centralOfFile, freshDatabase, type TestDevice } from '#test/support/central-server.ts';
import { catchUp, createClient, firstSync, mutationOf, noteData, pushAll } from '#test/support/wire.ts';
import { testFolder } from '#test/support/temporary.ts';

const central = centralOfFile();
const now = Date.parse('2026-11-23T10:00:00+08:00');
let folder: string;
beforeAll(() => {
  folder = testFolder('backup');
});

let count = 0;
const newFile = (): string => join(folder, `backup-${++count}`);

/** Runs the work on a pool of its own over an empty database, or the one given. */
async function onDatabase<Value>(work: (pool: Pool) => Promise<Value>, url?: string): Promise<Value> {
  const pool = openPool(url ?? (await freshDatabase()));
  return work(pool).finally(() => pool.end());
}

/** Everything a database holds, table by table, as text. */
async function contents(pool: Pool): Promise<Record<string, string[]>> {
  const tables = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const all: Record<string, string[]> = {};
  for (const { name } of tables.rows) {
    const found = await pool.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t ORDER BY 1`);
    all[name] = found.rows.map(({ line }) => line);
  }
  return all;
}

/** A branch with a client, whose name and notes would trip a careless writer. */
async function branchWithRows(): Promise<TestDevice> {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  const client = await createClient(device, { name: '赵\u2028"\\\n\t测试😀' });
  const note = (text: string) =>
    mutationOf({ entity: 'note', patch: noteData(client.id, device.managerId, text) });
  await pushAll(device, note('\\x00 {a,b} NULL "'), note("'); DROP TABLE record; --"), note(''));
  return device;
}

async function backedUp(): Promise<string> {
  const file = newFile();
  await writeBackup(central.pool, { file, now });
  return file;
}

test('[CE52] a restored database holds every row as it was, with a new history for every tenant', async () => {
  const device = await branchWithRows();
  const before = await contents(central.pool);
  const file = await backedUp();
  await onDatabase(async (pool) => {
    const restored = await restoreBackup(pool, { file, replace: false, now });
    const after = await contents(pool);
    const rotated = ['partition', 'epoch', 'enrolment', 'migration'];
    const unrotated = (all: object) => Object.entries(all).filter(([table]) => !rotated.includes(table));
    expect(unrotated(after)).toEqual(unrotated(before));
    expect(restored.tenants).toBe(before['tenant']?.length);
    const epochs = await pool.query(
      `SELECT p.epoch = e.epoch AS "isCurrent", e.shared_seq = p.seq AS "sharesAll", e.place FROM partition p
       JOIN epoch e USING (tenant_id) WHERE tenant_id = $1 ORDER BY place DESC LIMIT 1`,
      [device.tenantId],
    );
    expect(epochs.rows[0]).toMatchObject({ isCurrent: true, sharesAll: true });
  });
});

test('[CE52] a backup taken under eight writers is one moment: no half commit, no number missing', async () => {
  const devices = await central.branchWith(...'甲乙丙丁戊己庚辛');
  const writing = devices.map(async (device) => {
    for (let index = 0; index < 20; index++) await createClient(device);
  });
  const files = [await backedUp(), await backedUp()];
  await Promise.all(writing);
  for (const file of files) {
    await onDatabase(async (pool) => {
      await restoreBackup(pool, { file, replace: false, now });
      const { rows } = await pool.query(
        `SELECT p.seq AS head, max(r.seq) AS last,
                (SELECT count(*) FROM applied a WHERE a.tenant_id = p.tenant_id) AS applied,
                count(*) FILTER (WHERE r.entity = 'client') AS clients
         FROM partition p JOIN record r USING (tenant_id) WHERE tenant_id = $1 GROUP BY p.tenant_id, p.seq`,
        [devices[0]?.tenantId],
      );
      const { head, last, applied, clients } = rows[0] as Record<string, number>;
      expect([last, clients]).toEqual([head, applied]);
    });
  }
});

test('[CE52] devices of the restored centre sync on: their tokens hold, their old cursors do not', async () => {
  const device = await branchWithRows();
  const copy = await firstSync(device);
  const file = await backedUp();
  const url = await freshDatabase();
  await onDatabase((pool) => restoreBackup(pool, { file, replace: false, now }), url);
  const restored = await startCentral({
    databaseUrl: url,
    adminToken: 'x',
    logger: pino({ level: 'silent' }),
  });
  const api = centralApi(restored.url, device.token);
  await expect(api.pull({ cursor: copy.cursor })).rejects.toMatchObject({
    code: 'EPOCH_CHANGED',
    status: 409,
  });
  const again = await firstSync({ ...device, api });
  expect([...again.rows]).toEqual([...copy.rows]);
  const added = await createClient({ ...device, api });
  expect((await catchUp({ ...device, api }, again)).rows.has(`client ${added.id}`)).toBe(true);
  await restored.close();
});

test('[CE53] a database that holds something is only replaced when told, and keeps its revocations', async () => {
  const device = await branchWithRows();
  const file = await backedUp();
  const url = await freshDatabase();
  await onDatabase(async (pool) => {
    await restoreBackup(pool, { file, replace: false, now });
    await pool.query('UPDATE device SET revoked_at = 5 WHERE device_id = $1', [device.deviceId]);
    await pool.query('CREATE TABLE of_someone_else (a text)');
    const before = await contents(pool);
    await expect(restoreBackup(pool, { file, replace: false, now })).rejects.toThrow('not empty');
    expect(await contents(pool)).toEqual(before);
    const { keptRevoked } = await restoreBackup(pool, { file, replace: true, now });
    const { rows } = await pool.query('SELECT revoked_at FROM device WHERE device_id = $1', [
      device.deviceId,
    ]);
    expect([keptRevoked, rows]).toEqual([1, [{ revoked_at: 5 }]]);
    expect(Object.keys(await contents(pool))).toContain('of_someone_else');
  }, url);
});

test('[CE53] a restore into a database at work is refused', async () => {
  const file = await backedUp();
  await onDatabase(
    (pool) => expect(restoreBackup(pool, { file, replace: true, now })).rejects.toThrow('Stop it first'),
    central.databaseUrl,
  );
});

test('[CE53] enrolment codes that were open when the backup was taken open nothing afterwards', async () => {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  const code = await central.createCode(device.tenantId, device.managerId);
  const file = await backedUp();
  const url = await freshDatabase();
  await onDatabase((pool) => restoreBackup(pool, { file, replace: false, now }), url);
  const restored = await startCentral({
    databaseUrl: url,
    adminToken: 'x',
    logger: pino({ level: 'silent' }),
  });
  const about = { deviceName: 'x', platform: 'x', appVersion: 'x', protocol: 2 };
  await expect(centralApi(restored.url, null).enrol({ ...about, code })).rejects.toMatchObject({
    code: 'CODE_REFUSED',
  });
  await restored.close();
});

/** Ways a backup comes to harm, each from a whole one. */
const harms: Record<string, (file: string) => void> = {
  'cut off at the end': (file) => truncateSync(file, statSync(file).size - 1),
  'cut off in the middle': (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  empty: (file) => truncateSync(file, 0),
  'with a flipped bit': (file) => {
    const bytes = readFileSync(file);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 4;
    writeFileSync(file, bytes);
  },
  'with one value altered': (file) => rewrite(file, (text) => text.replace('DROP TABLE', 'DROP TABLA')),
  'without one row': (file) => rewrite(file, (text) => text.replace(/\n\[[^\n]*DROP TABLE[^\n]*/, '')),
  'with a row added': (file) =>
    rewrite(file, (text) => text.replace(/\n(\[[^\n]*DROP TABLE[^\n]*)/, '\n$1\n$1')),
  'without its trailer': (file) => rewrite(file, (text) => text.replace(/\{"sha256[^\n]*\n$/, '')),
  'that is something else': (file) => writeFileSync(file, 'PGDMP something else'),
};

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, zstdCompressSync(change(zstdDecompressSync(readFileSync(file)).toString())));
}

for (const [name, harm] of Object.entries(harms)) {
  test(`[CE53] a backup ${name} is refused in words, and the database stays as it was`, async () => {
    await branchWithRows();
    const file = await backedUp();
    harm(file);
    await onDatabase(async (pool) => {
      await migrate(pool);
      const before = await contents(pool);
      await expect(restoreBackup(pool, { file, replace: true, now })).rejects.toThrow('cut off or damaged');
      expect(await contents(pool)).toEqual(before);
    });
  });
}

test('[CE53] a backup of a newer schema, or one this program never made, is refused in words', async () => {
  const newer = await backedUp();
  rewriteHeader(newer, (header) => header.migrations.push({ number: 9999, hash: 'x' }));
  const strange = await backedUp();
  rewriteHeader(strange, (header) => Object.assign(header.migrations[0] ?? {}, { hash: 'x' }));
  await onDatabase(async (pool) => {
    await expect(restoreBackup(pool, { file: newer, replace: false, now })).rejects.toThrow(
      'newer than this program',
    );
    await expect(restoreBackup(pool, { file: strange, replace: false, now })).rejects.toThrow(
      'not one this program',
    );
    expect(await contents(pool)).toEqual({});
  });
});

/** Alters the header and makes the hash fit, as another program would have written it. */
function rewriteHeader(
  file: string,
  change: (header: { migrations: { number: number; hash: string }[] }) => void,
): void {
  rewrite(file, (text) => {
    const [first = '', ...rest] = text.split('\n').slice(0, -2);
    const header = JSON.parse(first) as { migrations: { number: number; hash: string }[] };
    change(header);
    const body = `${[JSON.stringify(header), ...rest].join('\n')}\n`;
    return `${body}${JSON.stringify({ sha256: sha256(body) })}\n`;
  });
}

test('[CE52] a backup says what it is, is its owner’s alone, and never takes the place of another file', async () => {
  const file = await backedUp();
  const header = await readBackup(file);
  expect(header).toMatchObject({ product: 'zhike-central-backup', createdAt: now });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const bytes = readFileSync(file);
  await expect(writeBackup(central.pool, { file, now })).rejects.toThrow('file of this name');
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

test('[CE52] places that cannot be written or read are named in words', async () => {
  const inFile = join(await backedUp(), 'below');
  await expect(writeBackup(central.pool, { file: inFile, now })).rejects.toThrow('a file, not a folder');
  await onDatabase((pool) =>
    expect(restoreBackup(pool, { file: newFile(), replace: false, now })).rejects.toThrow('no such file'),
  );
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
