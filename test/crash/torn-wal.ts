import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { seededRandom, type Random } from '#core/base/ids.ts';
import { commitChange, type RowChange } from '#db/changes/commit.ts';
import { installGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { migrate, readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { clientRow } from '#test/support/rows.ts';

/** What tearing WALs came to; everything below `cases` must be 0. */
export interface TornFigures {
  readonly cases: number;
  /** Would not open, or not in order. */
  unopened: number;
  /** A command's rows without one another. */
  half: number;
  /** Not the state after the first n commits, for any n. */
  noPrefix: number;
  /** Cases in which a tail of commits went; the price of a lost fsync, not a fault. */
  shortened: number;
}

const commits = 20;
const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));
const key = new Uint8Array(32).fill(7);

/** Ways in which a disk that lied leaves a WAL behind. */
const damages = {
  truncate: (wal, random) => wal.subarray(0, Math.floor(random() * wal.length)),
  flip: (wal, random) => {
    const at = Math.floor(random() * wal.length);
    wal[at] = (wal[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    return wal;
  },
  zero: (wal, random) => wal.fill(0, ...sectorOf(wal, random)),
} satisfies Record<string, (wal: Buffer, random: Random) => Buffer>;

function sectorOf(wal: Buffer, random: Random): [number, number] {
  const start = 512 * Math.floor(random() * Math.ceil(wal.length / 512));
  return [start, Math.min(wal.length, start + 512)];
}

/**
 * Lets a writer commit, copies store and WAL as its death would leave them, damages the WAL of that many copies, a third
 * each by cutting it, flipping a bit and zeroing a sector, and opens every one.
 */
export function tearWal(options: {
  readonly cases: number;
  readonly seed: number;
  readonly isEncrypted: boolean;
}): TornFigures {
  const { cases, seed, isEncrypted } = options;
  const dir = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'zhike-torn-'));
  const open = isEncrypted ? (file: string) => openStore(file, key, migrations) : openPlain;
  const random = seededRandom(seed);
  const figures: TornFigures = { cases, unopened: 0, half: 0, noPrefix: 0, shortened: 0 };
  try {
    const left = path.join(dir, 'left.db');
    write(open, path.join(dir, 'writer.db'), left);
    const wal = readFileSync(`${left}-wal`);
    if (!isWholeCopy(open, left, path.join(dir, 'whole.db')))
      throw new Error('An undamaged copy is not whole.');
    const kinds = Object.values(damages);
    for (let one = 0; one < cases; one += 1) {
      const file = path.join(dir, 'torn.db');
      for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
      copyFileSync(left, file);
      const damage = kinds[one % kinds.length] as (typeof kinds)[number];
      writeFileSync(`${file}-wal`, damage(Buffer.from(wal), random));
      judge(open, file, figures);
    }
    return figures;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

type Open = (file: string) => WritableDb;

function openPlain(file: string): WritableDb {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  installGate(db);
  migrate(db, migrations);
  return db as WritableDb;
}

/** Commits without a checkpoint and copies the files while the writer still has them open, as its death would leave them. */
function write(open: Open, file: string, left: string): void {
  const db = open(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma('wal_autocheckpoint = 0');
  let count = 0;
  const newId = (): string => `${(count += 1)}`.padStart(12, '0');
  const context = { now: 1_790_000_000_000, newId, nextHlc: newId };
  for (let commit = 1; commit <= commits; commit += 1) {
    const clientId = newId();
    const note = (): RowChange => ({
      op: 'create',
      entity: 'note',
      id: newId(),
      data: { clientId, managerId: 'm', text: '面谈'.repeat(20), writtenAt: commit },
    });
    const data = clientRow({ city: String(commit) });
    commitChange(db, context, 'client.create', [
      { op: 'create', entity: 'client', id: clientId, data },
      note(),
      note(),
    ]);
  }
  for (const end of ['', '-wal']) copyFileSync(file + end, left + end);
  db.close();
}

/** Without damage every commit must be there, or the figures would say nothing. */
function isWholeCopy(open: Open, left: string, file: string): boolean {
  for (const end of ['', '-wal']) copyFileSync(left + end, file + end);
  const figures: TornFigures = { cases: 1, unopened: 0, half: 0, noPrefix: 0, shortened: 0 };
  judge(open, file, figures);
  return figures.unopened + figures.half + figures.noPrefix + figures.shortened === 0;
}

function judge(open: Open, file: string, figures: TornFigures): void {
  let db: WritableDb;
  try {
    db = open(file);
  } catch {
    figures.unopened += 1;
    return;
  }
  const one = (text: string): number => db.prepare(text).pluck().get() as number;
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') figures.unopened += 1;
  const kept = one('SELECT count(*) FROM client');
  const parts = ['note', 'outbox', 'shadow'].map((table) => one(`SELECT count(*) FROM ${table}`));
  if (parts.join() !== [2 * kept, 3 * kept, 3 * kept].join()) figures.half += 1;
  if (one('SELECT coalesce(max(CAST(city AS INTEGER)), 0) FROM client') !== kept) figures.noPrefix += 1;
  if (kept < commits) figures.shortened += 1;
  db.close();
}
