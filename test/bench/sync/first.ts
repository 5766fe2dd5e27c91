import path from 'node:path';
import type { WireRow } from '#core/sync/protocol.ts';
import { applyPage } from '#db/changes/page.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { readDigest } from '#db/queries/digest.ts';
import { tableOf } from '#db/rows.ts';
import type { Entity } from '#core/sync/entities.ts';
import { createCentralClient } from '#workstation/sync/central-client.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import { quantile, timed } from '#test/bench/measure.ts';
import type { BenchCentre } from '#test/bench/sync/centre.ts';
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
  const [raws, loops]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const device = await enrolBenchDevice(centre, managerId, file('first', round));
    taken.push({ ...(await timeFirstSync(device)), device });
    raws.push(rawInsert(device.db, file('raw', round)));
    loops.push(await timeBareLoop(centre, device, file('loop', round)));
    if (round > 0) device.db.close();
  }
  const { device } = taken[0] as FirstSync;
  const rows = wireRows(device.db);
  const [tookMs, rawMs, loopMs] = [median(taken.map(({ tookMs }) => tookMs)), median(raws), median(loops)];
  const usefulMs = median(taken.map(({ usefulMs }) => usefulMs));
  const pouchMs = await timePouchDb(folder, rows);
  const against = (name: string, peer: number) => ({ unit: 'ms', against: name, peer });
  const metric = `first sync of ${rows.length} rows`;
  const lines = [
    line(metric, tookMs, against('raw insert of the same rows', rawMs)),
    line(`— of it, until the first useful screen`, usefulMs, against('the whole first sync', tookMs)),
    line('— the same', tookMs, against('bare loop (HTTP, parse, insert)', loopMs)),
    line('— the same', tookMs, against('PouchDB, leveldb from express-pouchdb', pouchMs)),
    line('bare loop', loopMs, against('raw insert of the same rows', rawMs)),
    ...applyLines(folder, rows),
    ...proofLines(device),
  ];
  return { device, rows, tookMs, rawMs, lines };
}

interface FirstSync {
  readonly device: BenchDevice;
  readonly tookMs: number;
  readonly usefulMs: number;
}

async function timeFirstSync(device: BenchDevice): Promise<{ tookMs: number; usefulMs: number }> {
  const started = performance.now();
  let usefulMs = 0;
  const sync = device.start((request, init) => {
    if (usefulMs === 0 && isUseful(device.db)) usefulMs = performance.now() - started;
    return fetch(request, init);
  });
  await sync.syncNow();
  const tookMs = performance.now() - started;
  if (sync.status().proof?.isEqual !== true) throw new Error(JSON.stringify(sync.status()));
  await sync.stop();
  return { tookMs, usefulMs };
}

/** Asked when the next page is asked for, which is when a page has been written. */
function isUseful(db: WritableDb): boolean {
  const found = db.prepare('SELECT count(*) AS n FROM client_summary').get() as { n: number };
  return found.n >= usefulClients;
}

function rawInsert(from: WritableDb, file: string): number {
  const db = openBenchStore(file);
  unguard(db);
  const took = timeRaw(db, rawRows(from, db));
  db.close();
  return took;
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

/** Deltas of a device that has its book: the last fifth of the rows arrives in pulled pages. */
function applyLines(folder: string, rows: readonly WireRow[]): BenchLine[] {
  const from = Math.floor(rows.length * 0.8);
  const [before, deltas] = [rows.slice(0, from), rows.slice(from)];
  const times = Array.from({ length: rounds }, (_, round) => {
    const applied = openBenchStore(path.join(folder, `applied-${round}.db`));
    writeSyncState(applied, 'cursor', 'c');
    applyAll(applied, before);
    const took = timed(() => applyAll(applied, deltas));
    const raw = openBenchStore(path.join(folder, `raw-delta-${round}.db`));
    unguard(raw);
    const all = rawRows(applied, raw);
    const late = new Set(deltas.map(({ id }) => id));
    const isLate = ({ values }: (typeof all)[number]): boolean =>
      values.some((value) => late.has(value as string));
    timeRaw(
      raw,
      all.filter((row) => !isLate(row)),
    );
    const rawMs = timeRaw(raw, all.filter(isLate));
    for (const db of [applied, raw]) db.close();
    return { took, rawMs };
  });
  const peer = { unit: 'ms', against: 'raw insert', peer: median(times.map(({ rawMs }) => rawMs)) };
  return [line(`pull apply of ${deltas.length} rows`, median(times.map(({ took }) => took)), peer)];
}

function applyAll(db: WritableDb, rows: readonly WireRow[]): void {
  for (let at = 0; at < rows.length; at += pageRows) {
    const page = { from: 'c', cursor: 'c', rows: rows.slice(at, at + pageRows), access: [] };
    if (applyPage(db, page, Date.now()) === 'stale') throw new Error('The page was stale.');
  }
}

/** The digest of a whole book from its stored hashes. */
function proofLines({ db }: BenchDevice): BenchLine[] {
  const times = Array.from({ length: 5 }, () => timed(() => readDigest(db)));
  const scan = timed(() => db.prepare('SELECT count(*), sum(hash_lo) FROM activity').get());
  return [
    line('equality proof, digest of the whole book', quantile(times, 0.5), {
      unit: 'ms',
      against: 'one sum over the largest table',
      peer: scan,
    }),
  ];
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
