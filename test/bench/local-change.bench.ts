import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import { commitChange } from '#db/changes/commit.ts';
import { rebuildDerived } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { writeRow } from '#db/rows.ts';
import { clientData } from '#test/bench/client-data.ts';
import type { BenchLine } from '#test/bench/line.ts';
import { quantile, timed } from '#test/bench/measure.ts';

const rows = 5000;
const rounds = 3000;
const key = new Uint8Array(32).fill(3);

/**
 * One field of one client changed durably, as a manager does it (row, change log, shadow, derived data, guards),
 * against one bare UPDATE of the same table shape in an equally encrypted file with the same durability.
 */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-'));
  try {
    const bare = timeBare(path.join(folder, 'bare.db'));
    const change = timeChange(path.join(folder, 'store.db'));
    return (['p50', 'p99'] as const).map((quantile) => ({
      bench: 'local-change',
      metric: `change of one field ${quantile}`,
      value: change[quantile],
      unit: 'ms',
      against: 'bare UPDATE',
      ratio: change[quantile] / bare[quantile],
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeBare(file: string): Quantiles {
  const db = new Database(file);
  db.pragma("cipher = 'aegis'");
  db.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE client (id TEXT PRIMARY KEY, name TEXT, city TEXT, data TEXT) STRICT');
  const ids = Array.from({ length: rows }, () => uuidv7());
  const insert = db.prepare('INSERT INTO client VALUES (?, ?, ?, ?)');
  db.transaction(() =>
    ids.forEach((id, at) => insert.run(id, `王伟${at}`, '杭州', JSON.stringify(clientData(at)))),
  )();
  const update = db.prepare('UPDATE client SET city = ? WHERE id = ?');
  const times = quantilesOf((turn) => update.run(`city ${turn}`, ids[(turn * 7919) % rows]));
  db.close();
  return times;
}

function timeChange(file: string): Quantiles {
  const db = openStore(file, key, readMigrations(path.resolve(import.meta.dirname, '../../db/migrations')));
  const ids = Array.from({ length: rows }, () => uuidv7());
  throughGate(db, () =>
    ids.forEach((id, at) =>
      writeRow(db, 'client', id, clientData(at), {
        scope: `client:${id}`,
        seq: at + 1,
        hashHi: 1,
        hashLo: 1,
      }),
    ),
  );
  const now = Date.now();
  rebuildDerived(db, now);
  const times = quantilesOf((turn) =>
    commitChange(db, { now, newId: uuidv7, nextHlc: () => `${turn}` }, 'client.correct', [
      { op: 'patch', entity: 'client', id: ids[(turn * 7919) % rows] ?? '', patch: { city: `city ${turn}` } },
    ]),
  );
  db.close();
  return times;
}

interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

function quantilesOf(work: (turn: number) => void): Quantiles {
  const times = Array.from({ length: rounds }, (_, turn) => timed(() => work(turn)));
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}
