import path from 'node:path';
import type { WireRow } from '#core/sync/protocol.ts';
import type { WritableDb } from '#db/handles.ts';
import { tableOf } from '#db/rows.ts';
import type { Entity } from '#core/sync/entities.ts';
import { createCentralClient } from '#workstation/sync/central-client.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import { processorMs, quantile } from '#test/bench/measure.ts';
import type { BenchCentre } from '#test/bench/sync/centre.ts';
import { applyLines, proofLines } from '#test/bench/sync/deltas.ts';
import { enrolBenchDevice, openBenchStore, type BenchDevice } from '#test/bench/sync/device.ts';
import { timePouchDb } from '#test/bench/sync/pouch.ts';
import { pageRows, rawRows, timeRaw, unguard, wireRows } from '#test/bench/sync/raw.ts';

const line = lineOf('sync');
const rounds = 3;
/** What makes a screen useful: the day's tasks have come, and this many clients can be listed and found. */
const usefulClients = 200;

/** A device that has everything, with how long that took. */
export interface Synced {
  readonly device: BenchDevice;
  readonly rows: readonly WireRow[];
  readonly tookMs: number;
  readonly rawMs: number;
  readonly lines: readonly BenchLine[];
}

/**
 * First sync of the whole book from PostgreSQL over HTTP into an encrypted file, checked, hashed, summarised, indexed and
 * proved equal; against raw inserts of the same rows, a bare loop over the same pages, and PouchDB. Medians of three.
 */
export async function firstSyncLines(centre: BenchCentre, folder: string): Promise<Synced> {
  const [managerId] = centre.managerIds;
  const file = (name: string, round: number): string => path.join(folder, `${name}-${round}.db`);
  const taken: FirstSync[] = [];
  const raws: ReturnType<typeof rawInsert>[] = [];
  const loops: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const device = await enrolBenchDevice(centre, managerId, file('first', round));
    taken.push({ ...(await timeFirstSync(device)), device });
    raws.push(rawInsert(device.db, file('raw', round)));
    loops.push(await timeBareLoop(centre, device, file('loop', round)));
    if (round > 0) device.db.close();
  }
  const { device } = taken[0] as FirstSync;
  const rows = wireRows(device.db);
  const tookMs = median(taken.map((one) => one.tookMs));
  const rawMs = median(raws.map((one) => one.tookMs));
  const loopMs = median(loops);
  const usefulMs = median(taken.map((one) => one.usefulMs));
  const ownMs = median(taken.map((one) => one.processorMs));
  const ownRawMs = median(raws.map((one) => one.processorMs));
  const pouchMs = await timePouchDb(folder, rows);
  const against = (name: string, peer: number) => ({ unit: 'ms', against: name, peer });
  const metric = `first sync of ${rows.length} rows`;
  const lines = [
    line(metric, tookMs, against('raw insert of the same rows', rawMs)),
    line('— processor time of the device', ownMs, against('processor time of the raw insert', ownRawMs)),
    line(`— of it, until the first useful screen`, usefulMs, against('the whole first sync', tookMs)),
    line('— the same', tookMs, against('bare loop (HTTP, parse, insert)', loopMs)),
    line('— the same', tookMs, against('PouchDB, leveldb from express-pouchdb', pouchMs)),
    line('bare loop', loopMs, against('raw insert of the same rows', rawMs)),
    ...applyLines(folder, rows),
    ...proofLines(device.db),
  ];
  return { device, rows, tookMs, rawMs, lines };
}

interface FirstSync extends Taken {
  readonly device: BenchDevice;
}
interface Taken {
  readonly tookMs: number;
  readonly usefulMs: number;
  readonly processorMs: number;
}

async function timeFirstSync(device: BenchDevice): Promise<Taken> {
  const started = performance.now();
  const worked = processorMs();
  let usefulMs = 0;
  const sync = device.start((request, init) => {
    if (usefulMs === 0 && isUseful(device.db)) usefulMs = performance.now() - started;
    return fetch(request, init);
  });
  await sync.syncNow();
  const tookMs = performance.now() - started;
  const spentMs = processorMs() - worked;
  if (sync.status().proof?.isEqual !== true) throw new Error(JSON.stringify(sync.status()));
  await sync.stop();
  return { tookMs, usefulMs, processorMs: spentMs };
}

/** Asked when the next page is asked for, which is when a page has been written. */
function isUseful(db: WritableDb): boolean {
  const found = db.prepare('SELECT count(*) AS n FROM client_summary').get() as { n: number };
  return found.n >= usefulClients;
}

function rawInsert(from: WritableDb, file: string): { tookMs: number; processorMs: number } {
  const db = openBenchStore(file);
  unguard(db);
  const rows = rawRows(from, db);
  const worked = processorMs();
  const tookMs = timeRaw(db, rows);
  const spentMs = processorMs() - worked;
  db.close();
  return { tookMs, processorMs: spentMs };
}

/** The same pages, parsed and put into the same tables as they come: nothing checked, hashed, summarised, indexed. */
async function timeBareLoop(centre: BenchCentre, { enrolment }: BenchDevice, file: string): Promise<number> {
  const central = createCentralClient({ url: centre.url, token: enrolment.deviceToken });
  const db = openBenchStore(file);
  unguard(db);
  const started = performance.now();
  let after: string | undefined;
  do {
    const page = await central.bootstrap({ after, limit: pageRows });
    db.transaction(() => page.rows.forEach((row) => insertAsIs(db, row)))();
    after = page.next ?? undefined;
  } while (after !== undefined);
  const took = performance.now() - started;
  db.close();
  return took;
}

const inserts = new WeakMap<WritableDb, Map<string, ReturnType<WritableDb['prepare']>>>();

function insertAsIs(db: WritableDb, { entity, id, scope, seq, data }: WireRow): void {
  const { name, columns } = tableOf(entity as Entity);
  const known = inserts.get(db) ?? new Map<string, ReturnType<WritableDb['prepare']>>();
  inserts.set(db, known);
  const names = ['id', 'scope', 'seq', ...columns.map(({ column }) => column)];
  const text = `INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  const insert = known.get(entity) ?? db.prepare(text);
  known.set(entity, insert);
  const values = columns.map(({ field, storage }) => {
    const value = data?.[field] ?? null;
    return storage === 'plain' ? value : storage === 'flag' ? Number(value) : JSON.stringify(value);
  });
  insert.run(id, scope, seq, ...values);
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
