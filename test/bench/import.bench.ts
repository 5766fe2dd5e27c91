import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import type { ClientFields } from '#core/clients/client.ts';
import { emptyDraft, clientOfDraft } from '#core/import/draft.ts';
import { writeChange } from '#db/changes/commit.ts';
import { createImportRun, appendImportBytes, saveInspection } from '#db/changes/import-runs.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { importRun } from '#db/queries/imports.ts';
import { writeRow } from '#db/rows.ts';
import { inspectFile } from '#workstation/imports/inspect.ts';
import { importJobs } from '#workstation/imports/jobs.ts';
import { digestOf, openStagedFile } from '#workstation/imports/staged-file.ts';
import { takeTurns } from '#workstation/imports/turns.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import type { Station } from '#workstation/station.ts';
import type { BenchLine } from '#test/bench/line.ts';

const rows = 100_000;
const managerId = '01940000-0000-7000-9000-000000000001';
const surnames = [...'王李张刘陈杨黄赵吴周'];
const given = [...'伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超霞平'];
const nameOf = (index: number) =>
  `${surnames[index % 10]}${given[Math.floor(index / 10) % 20]}${given[Math.floor(index / 200) % 20]}`;
const phoneOf = (index: number) => `139${String((index * 7919) % 100_000_000).padStart(8, '0')}`;

/** Measures the import of 100,000 rows of csv against the bare insert of the same clients, and how long calls wait. */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-'));
  try {
    const bareMs = bareInsert(openAt(folder, 'bare.db'));
    const capturedMs = captured(openAt(folder, 'captured.db'));
    const imported = await importAll(openAt(folder, 'import.db'));
    const bareRate = rows / (bareMs / 1000);
    const rate = rows / (imported.runMs / 1000);
    const line = (metric: string, value: number, unit: string): BenchLine => ({
      bench: 'import',
      metric,
      value,
      unit,
      against: null,
      ratio: null,
    });
    return [
      {
        ...line('with change log only', rows / (capturedMs / 1000), 'rows/s'),
        against: 'bare batch insert',
        ratio: bareMs / capturedMs,
      },
      line('take in and check 100,000 rows', imported.checkMs, 'ms'),
      line('import 100,000 rows csv', imported.runMs / 1000, 's'),
      { ...line('rows a second', rate, 'rows/s'), against: 'bare batch insert', ratio: rate / bareRate },
      line('same file again', imported.againMs / 1000, 's'),
      line('longest wait of a call, p99', imported.waitP99Ms, 'ms'),
      line('longest wait of a call', imported.waitMs, 'ms'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function openAt(folder: string, name: string): WritableDb {
  const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));
  return openStore(path.join(folder, name), new Uint8Array(32).fill(7), migrations);
}

/** The same clients in batches of 1,000: `write` takes one. */
function inBatches(db: WritableDb, write: (id: string, data: ClientFields) => void): number {
  const since = performance.now();
  for (let start = 0; start < rows; start += 1000) {
    throughGate(db, () => {
      for (let index = start; index < start + 1000; index += 1) {
        const draft = {
          ...emptyDraft(),
          name: nameOf(index),
          phone: `+86${phoneOf(index)}`,
          source: 'import:app:bench',
        };
        write(uuidv7(), clientOfDraft(draft, managerId));
      }
    });
  }
  const took = performance.now() - since;
  db.close();
  return took;
}

function bareInsert(db: WritableDb): number {
  return inBatches(db, (id, data) => {
    writeRow(db, 'client', id, data, { scope: `client:${id}`, seq: 0, hashHi: null, hashLo: null });
  });
}

/** Row, shadow and outbox, without names and summaries. */
function captured(db: WritableDb): number {
  const { clock, newId, nextHlc } = benchStation(db);
  const context = { now: clock(), newId, nextHlc };
  return inBatches(db, (id, data) => {
    writeChange(db, context, {
      command: 'client.import',
      changes: [{ op: 'create', entity: 'client', id, data }],
    });
  });
}

async function importAll(db: WritableDb) {
  const station = benchStation(db);
  const lines = Array.from(
    { length: rows },
    (_, index) => `${nameOf(index)},${phoneOf(index)},上海,${index},老客户`,
  );
  const bytes = Buffer.from(`姓名,手机,城市,余额,备注\n${lines.join('\n')}\n`);
  const checked = await bring(station, bytes);
  const waits = watchTurns();
  const runMs = await run(station, checked.id);
  const sorted = waits.stop().sort((a, b) => a - b);
  const again = await bring(station, bytes);
  const againMs = await run(station, again.id);
  db.close();
  const waitP99Ms = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  return { checkMs: checked.ms, runMs, againMs, waitP99Ms, waitMs: sorted.at(-1) ?? 0 };
}

async function bring(station: Station, bytes: Buffer): Promise<{ id: string; ms: number }> {
  const { db } = station;
  const since = performance.now();
  const id = station.newId();
  createImportRun(db, { id, fileName: 'bench.csv', fileBytes: bytes.length, managerId }, station.clock());
  for (let position = 0; position < bytes.length; position += 1 << 20) {
    appendImportBytes(db, id, { position, bytes: bytes.subarray(position, position + (1 << 20)) });
  }
  const turns = takeTurns(null);
  const file = openStagedFile(db, id, bytes.length);
  const sha256 = await digestOf(file, turns);
  saveInspection(db, id, { sha256, inspection: await inspectFile(db, file, {}, turns) });
  return { id, ms: performance.now() - since };
}

async function run(station: Station, id: string): Promise<number> {
  const since = performance.now();
  importJobs(station).start(id, {
    columns: importRun(station.db, id)?.inspection?.suggested ?? [],
    generatedName: null,
    origin: 'APP',
    basis: 'CONSENT',
    statement: 'bench',
    marketingChannels: [],
    onDuplicate: 'ASK',
  });
  await importJobs(station).idle();
  return performance.now() - since;
}

/** How long a call would have waited for its turn, asked a thousand times a second. */
function watchTurns(): { stop: () => number[] } {
  const waits: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    waits.push(now - last);
    last = now;
  }, 1);
  return {
    stop: () => {
      clearInterval(timer);
      return waits;
    },
  };
}

function benchStation(db: WritableDb): Station {
  let tick = 0;
  return {
    db,
    clock: Date.now,
    newId: uuidv7,
    nextHlc: () => {
      tick += 1;
      return `${String(Date.now()).padStart(15, '0')}-${String(tick).padStart(6, '0')}-bench`;
    },
    me: {
      tenantId: 'bench',
      managerId,
      managerName: 'bench',
      branchName: 'bench',
      deviceId: 'bench',
      deviceName: 'bench',
    },
    live: createLiveBus(),
  };
}
