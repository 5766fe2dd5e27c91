import { readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { startEmbedded } from '#central/postgres/embedded.ts';
import { endLeftBehind } from '#central/postgres/left-behind.ts';
import { DatabaseNotStarted } from '#central/postgres/start-failure.ts';
import { FolderInUse } from '#central/postgres/lock.ts';
import { testFolder } from '#test/support/temporary.ts';

let dir: string;
// One cluster for all: making one takes longer than any of the tests.
beforeAll(() => {
  dir = testFolder('embedded');
});

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

test('[F30] a server killed −9 whose busy process still holds its memory, and one whose owner was killed, stop no start', async () => {
  const first = await startEmbedded({ dir });
  const client = new Client({ connectionString: first.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('CREATE TABLE stood (n int)');
  const [{ pid } = { pid: 0 }] = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows;
  // Stopped, it cannot notice that its server is gone: a busy one does not either, for as long as it is busy.
  process.kill(pid, 'SIGSTOP');
  process.kill(serverPid(), 'SIGKILL');
  await first.ended;
  await first.stop();
  const second = await startEmbedded({ dir });
  // Gone, or dead and not yet collected by whoever adopted it: that holds nothing, and has no folder any more.
  expect(() => readlinkSync(`/proc/${pid}/cwd`)).toThrow();
  expect(await query(second.url, 'SELECT n FROM stood')).toEqual([]);
  await client.end().catch(() => undefined);
  const { folder, password } = { folder: join(dir, 'postgres'), password: new URL(second.url).password };
  await endLeftBehind({ folder, password });
  await second.ended;
  await second.stop();
  const third = await startEmbedded({ dir });
  expect(await query(third.url, 'SELECT n FROM stood')).toEqual([]);
  await third.stop();
});

test('[F30] a database that does not start says why, and what to do', () => {
  const held = 'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use\nHINT:  Terminate';
  const full = 'LOG:  x\n2026 PANIC:  could not write to file "pg_wal/1": No space left on device';
  const told = [held, full, 'FATAL:  data directory has wrong ownership', ''].map(
    (said) => new DatabaseNotStarted(said, 'x.log'),
  );
  expect(told.map(({ code }) => code)).toEqual([
    'DATABASE_HELD',
    'DATABASE_DISK_FULL',
    'DATABASE_FAILED',
    'DATABASE_FAILED',
  ]);
  expect(told[0]?.message).toMatch(/still in use\)\. Processes of an earlier run .*wait a moment/);
  expect(told[3]?.message).toContain('did not answer in time');
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

function serverPid(): number {
  return Number(readFileSync(join(dir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Commits pairs of rows, kills the database in the middle of one, and returns the last number that was answered. */
async function commitUntilKilled(url: string, from: number, killAt: number): Promise<number> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const pid = serverPid();
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
