import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Clock, Instant } from '#core/base/time.ts';
import { inWords } from '#central/backup/refusal.ts';
import { partialSuffix, writeBackup } from '#central/backup/write.ts';

export interface BackupSchedule {
  readonly pool: Pool;
  readonly dir: string;
  /** How many backups stay; the oldest go first. */
  readonly keep: number;
  readonly clock: Clock;
  readonly logger: {
    readonly info: (about: object, message: string) => void;
    readonly warn: (about: object, message: string) => void;
  };
  readonly onDone: (at: Instant) => void;
  readonly onFailed: () => void;
  /** Milliseconds until the first look, and between two looks. */
  readonly firstMs?: number;
  readonly everyMs?: number;
}

const dayMs = 24 * 60 * 60_000;
const suffix = '.zhike-backup';
const namePattern = /^central-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.zhike-backup$/;

/** Returns the name of a backup taken at an instant; names sort by time. */
export function backupName(at: Instant): string {
  return `central-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}${suffix}`;
}

/** Lists a folder's backups by name and instant, oldest first; none where there is no folder. */
export async function listBackups(dir: string): Promise<{ file: string; at: Instant }[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw inWords(error, dir);
  });
  return names
    .flatMap((name) => {
      const parts = namePattern.exec(name)?.slice(1).map(Number);
      if (!parts) return [];
      const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
      return { file: join(dir, name), at: Date.UTC(year, month - 1, day, hour, minute, second) };
    })
    .sort((a, b) => a.at - b.at);
}

/** Takes a backup where the newest is a day old, and removes those beyond `keep`. Returns the new file, if any. */
export async function backUpWhenDue(
  schedule: Pick<BackupSchedule, 'pool' | 'dir' | 'keep' | 'clock'>,
): Promise<string | null> {
  const { pool, dir, keep, clock } = schedule;
  const now = clock();
  const newest = (await listBackups(dir)).at(-1);
  // A clock that was set back must not stop backups until it has caught up.
  if (newest && Math.abs(now - newest.at) < dayMs) return null;
  const { file } = await writeBackup(pool, { file: join(dir, backupName(now)), now });
  await prune(dir, keep, file);
  return file;
}

async function prune(dir: string, keep: number, fresh: string): Promise<void> {
  const older = (await listBackups(dir)).map(({ file }) => file).filter((file) => file !== fresh);
  const surplus = older.slice(0, Math.max(0, older.length - (keep - 1)));
  const cutOff = (await readdir(dir)).filter((name) => name.endsWith(`${suffix}${partialSuffix}`));
  for (const file of [...surplus, ...cutOff.map((name) => join(dir, name))]) await rm(file, { force: true });
}

/** Keeps daily backups while the centre runs; a failure is logged, counted and tried again at the next look. */
export function startBackups(schedule: BackupSchedule): { readonly stop: () => Promise<void> } {
  const { firstMs = 60_000, everyMs = 15 * 60_000, logger } = schedule;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  let timer = setTimeout(look, firstMs);

  function look(): void {
    running = takeOne(schedule, logger).then(() => {
      if (!isStopped) timer = setTimeout(look, everyMs);
    });
  }
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function takeOne(schedule: BackupSchedule, logger: BackupSchedule['logger']): Promise<void> {
  const started = performance.now();
  try {
    const file = await backUpWhenDue(schedule);
    if (file === null) return;
    schedule.onDone(schedule.clock());
    logger.info({ file, ms: Math.round(performance.now() - started) }, 'backup taken');
  } catch (error) {
    schedule.onFailed();
    const { name, message, code } = error as Error & { code?: string };
    logger.warn({ name, code, message: name === 'BackupRefusal' ? message : undefined }, 'backup failed');
  }
}
