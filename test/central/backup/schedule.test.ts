import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { backupName, backUpWhenDue, listBackups, startBackups } from '#central/backup/schedule.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { testClock } from '#test/support/clock.ts';
import { testFolder } from '#test/support/temporary.ts';

const central = centralOfFile();
const hourMs = 3_600_000;
let dir: string;
beforeEach(() => {
  dir = testFolder('daily');
});

test('[CE54] a backup is taken once a day, and only so many are kept', async () => {
  const { now: clock, advance } = testClock();
  const schedule = { pool: central.pool, dir, keep: 3, clock };
  writeFileSync(join(dir, 'of-someone-else.txt'), '');
  const cutOff = join(dir, `${backupName(1)}.partial`);
  writeFileSync(cutOff, '');
  const taken: string[] = [];
  for (let hour = 0; hour < 5 * 24; hour += 6) {
    const file = await backUpWhenDue(schedule);
    if (file) taken.push(file);
    advance(6 * hourMs);
  }
  expect(taken).toHaveLength(5);
  expect((await listBackups(dir)).map(({ file }) => file)).toEqual(taken.slice(-3));
  expect([existsSync(cutOff), existsSync(join(dir, 'of-someone-else.txt'))]).toEqual([false, true]);
});

test('[CE54] a clock that was set back stops no backups, and the newest is never removed', async () => {
  const { now: clock, advance } = testClock();
  const schedule = { pool: central.pool, dir, keep: 1, clock };
  await backUpWhenDue(schedule);
  advance(-48 * hourMs);
  const fresh = await backUpWhenDue(schedule);
  expect((await listBackups(dir)).map(({ file }) => file)).toEqual([fresh]);
});

test('[CE54] a backup that fails is counted and said, and the next try comes by itself', async () => {
  writeFileSync(join(dir, 'file'), '');
  const told: string[] = [];
  let failures = 0;
  await new Promise<void>((resolve) => {
    const backups = startBackups({
      pool: central.pool,
      dir: join(dir, 'file'),
      keep: 3,
      clock: Date.now,
      logger: { info: () => undefined, warn: (about: object) => void told.push(JSON.stringify(about)) },
      onDone: () => undefined,
      onFailed: () => {
        failures += 1;
        if (failures === 2) void backups.stop().then(resolve);
      },
      firstMs: 0,
      everyMs: 0,
    });
  });
  expect(failures).toBe(2);
  expect(told[0]).toContain('a file, not a folder');
  expect(readdirSync(dir)).toEqual(['file']);
});
