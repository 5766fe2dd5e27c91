import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { entityNames, type Entity } from '#core/sync/entities.ts';
import type { WireRow } from '#core/sync/protocol.ts';
import { applyUnderived } from '#db/changes/confirm.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { decode, tableOf } from '#db/rows.ts';
import { enrolDevice } from '#workstation/sync/enrol.ts';
import { startSync } from '#workstation/sync/engine.ts';
import type { BenchLine } from '#test/bench/line.ts';
import { manualTimers } from '#test/support/manual-timers.ts';
import { stationOf } from '#test/support/enrolled-station.ts';

const wanted = 20_000;
const pageRows = 1_000;
const key = new Uint8Array(32).fill(3);
const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));

/**
 * A first sync of 20,000 rows of the sample book from PostgreSQL over HTTP into the encrypted store, validated, hashed,
 * indexed, summarised and proved equal, against inserting the same finished rows into the same tables and nothing else.
 */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-'));
  const open = (name: string) => openStore(path.join(folder, `${name}.db`), key, migrations);
  try {
    const synced = open('synced');
    const syncMs = await timeFirstSync(path.join(folder, 'central'), synced);
    const rows = entityNames.flatMap((entity) => wireRows(synced, entity));
    const rawMs = timeRawInsert(open('raw'), synced);
    const applyMs = timeApply(open('applied'), rows);
    const line = { bench: 'first-sync', unit: 'ms', against: 'raw insert of the same rows' };
    return [
      { ...line, metric: `first sync of ${rows.length} rows`, value: syncMs, ratio: syncMs / rawMs },
      { ...line, metric: 'writing the rows alone', value: applyMs, ratio: applyMs / rawMs },
      {
        ...line,
        metric: 'rows a second',
        value: rows.length / (syncMs / 1000),
        unit: 'rows/s',
        against: null,
        ratio: null,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeFirstSync(dataDir: string, db: WritableDb): Promise<number> {
  const script = path.join(import.meta.dirname, 'central-child.ts');
  const child = spawn(process.execPath, [script, dataDir, String(wanted)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { url: centralUrl, code } = JSON.parse(line) as { url: string; code: string };
    const about = { deviceName: 'bench', platform: 'bench', appVersion: '0' };
    const enrolment = await enrolDevice({ centralUrl, code, ...about });
    if (!enrolment.ok) throw new Error(enrolment.error);
    const { deviceToken } = enrolment.value;
    const station = stationOf(enrolment.value, db);
    const started = performance.now();
    const sync = startSync({ station, centralUrl, deviceToken, pageRows, timers: manualTimers() });
    await sync.syncNow();
    const took = performance.now() - started;
    if (sync.status().proof?.isEqual !== true) throw new Error(JSON.stringify(sync.status()));
    await sync.stop();
    return took;
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

function wireRows(db: WritableDb, entity: Entity): WireRow[] {
  const records = db.prepare(`SELECT * FROM ${tableOf(entity).name}`).all() as Record<string, unknown>[];
  return records.map((record) => ({
    entity,
    id: String(record['id']),
    scope: String(record['scope']),
    seq: Number(record['seq']),
    data: decode(entity, record),
  }));
}

/** The physical limit: same cipher, tables, indexes, durability and page size; no guards, checks, hashes or index. */
function timeRawInsert(db: Database.Database, from: WritableDb): number {
  const work = entityNames.flatMap((entity) => {
    const { name } = tableOf(entity);
    for (const event of ['insert', 'update', 'delete']) db.exec(`DROP TRIGGER ${name}_guard_${event}`);
    const rows = from.prepare(`SELECT * FROM ${name}`).raw().all() as unknown[][];
    if (rows.length === 0) return [];
    const insert = db.prepare(`INSERT INTO ${name} VALUES (${(rows[0] ?? []).map(() => '?').join(', ')})`);
    return rows.map((row) => ({ insert, row }));
  });
  const started = performance.now();
  for (let at = 0; at < work.length; at += pageRows) {
    db.transaction(() => {
      for (const { insert, row } of work.slice(at, at + pageRows)) insert.run(...row);
    })();
  }
  return performance.now() - started;
}

/** Validation, hashes, guards and rows of the pages, without network, search index and summaries. */
function timeApply(db: WritableDb, rows: readonly WireRow[]): number {
  const started = performance.now();
  for (let at = 0; at < rows.length; at += pageRows) {
    throughGate(db, () => applyUnderived(db, rows.slice(at, at + pageRows), Date.now()));
  }
  return performance.now() - started;
}
