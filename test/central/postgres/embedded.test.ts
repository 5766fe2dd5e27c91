import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbedded } from '#central/postgres/embedded.ts';
import { FolderInUse } from '#central/postgres/lock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'zhike-test-embedded-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

test('[CE24] [F30] a second start on one folder is refused in words while the first runs, and works after it', async () => {
  const first = await startEmbedded({ dir });
  await expect(startEmbedded({ dir })).rejects.toThrow(FolderInUse);
  await expect(startEmbedded({ dir })).rejects.toThrow(/Another central system is running on .* --data/);
  expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await first.stop();
  const second = await startEmbedded({ dir });
  await second.stop();
});

test('[CE24] rows outlive a stop, writes are forced to disk, and only this machine is listened to', async () => {
  const first = await startEmbedded({ dir });
  await query(first.url, 'CREATE TABLE kept (n int)');
  await query(first.url, 'INSERT INTO kept VALUES (7)');
  const settings = await query(
    first.url,
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'listen_addresses') ORDER BY name`,
  );
  expect(settings.map(({ setting }) => setting)).toEqual(['on', '127.0.0.1', 'on']);
  await first.stop();
  await first.stop();
  const second = await startEmbedded({ dir });
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  await second.stop();
});

test('[CE24] the password is random, for its owner only, and wanted', async () => {
  const server = await startEmbedded({ dir });
  const file = join(dir, 'postgres-password');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toHaveLength(32);
  const wrong = server.url.replace(/:[^:@]+@/, ':wrong@');
  await expect(query(wrong, 'SELECT 1')).rejects.toThrow(/password/);
  await server.stop();
});

test('[CE24] a process id left in the folder by a crash does not stop the start', async () => {
  const first = await startEmbedded({ dir });
  await first.stop();
  writeFileSync(
    join(dir, 'postgres', 'postmaster.pid'),
    `${process.pid}\n${dir}/postgres\n1\n5432\n\n127.0.0.1\n\nready\n`,
  );
  const second = await startEmbedded({ dir });
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await second.stop();
});

test('[F30] a database killed −9 amid commits replays its journal: every acknowledged commit is there, no half one', async () => {
  let server = await startEmbedded({ dir });
  await query(server.url, 'CREATE TABLE pair (id int, part int)');
  let acknowledged = 0;
  for (let round = 1; round <= 2; round += 1) {
    acknowledged = await commitUntilKilled(server.url, acknowledged, acknowledged + 50);
    await server.stop().catch(() => undefined);
    server = await startEmbedded({ dir });
    const rows = await query(
      server.url,
      'SELECT id, count(*)::int AS parts FROM pair GROUP BY id ORDER BY id',
    );
    // The one that was under way when the database died may have been stored without an answer.
    expect([acknowledged, acknowledged + 1]).toContain(rows.length);
    expect(rows.every(({ id, parts }, index) => id === index + 1 && parts === 2)).toBe(true);
    acknowledged = rows.length;
  }
  await server.stop();
});

/** Commits pairs of rows, kills the database in the middle of one, and returns the last number that was answered. */
async function commitUntilKilled(url: string, from: number, killAt: number): Promise<number> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const pid = Number(readFileSync(join(dir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const backend = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0;
  for (let answered = from; ; answered += 1) {
    const id = answered + 1;
    const commit = client.query(
      `BEGIN; INSERT INTO pair VALUES (${id}, 1); INSERT INTO pair VALUES (${id}, 2); COMMIT`,
    );
    if (answered >= killAt) for (const one of [pid, backend]) process.kill(one, 'SIGKILL');
    const isAnswered = await commit.then(
      () => true,
      () => false,
    );
    if (!isAnswered) {
      await client.end().catch(() => undefined);
      return answered;
    }
  }
}
