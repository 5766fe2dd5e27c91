import { Client } from 'pg';
import { uuidv7 } from 'uuidv7';
import { commitChanges } from '#db/changes/commit.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import type { BenchCentre } from '#test/bench/sync/centre.ts';
import type { BenchDevice } from '#test/bench/sync/device.ts';

const line = lineOf('sync');
const patches = 5_000;
const ofCommit = 50;

/** Patches waiting on a device until all are answered and settled, against SQL that does no more than store them. */
export async function pushLines(centre: BenchCentre, device: BenchDevice): Promise<BenchLine[]> {
  const rate = patches / ((await timePush(device)) / 1000);
  const sqlRate = patches / ((await timeSqlOnly(centre.databaseUrl)) / 1000);
  const peer = { unit: 'patches/s', against: 'SQL-only loop', peer: sqlRate };
  return [line('push, end to end', rate, peer)];
}

/** From the first upload sent to the first request after the last was settled: a round does other things, too. */
async function timePush({ db, station, start }: BenchDevice): Promise<number> {
  const ids = db.prepare('SELECT id FROM client ORDER BY id').pluck().all() as string[];
  const { clock, newId, nextHlc } = station;
  commitChanges(
    db,
    { now: clock(), newId, nextHlc },
    Array.from({ length: patches }, (_, at) => ({
      command: 'client.correct',
      changes: [
        {
          op: 'patch',
          entity: 'client',
          id: ids[at % ids.length] ?? '',
          patch: { occupation: `职业 ${at}` },
        },
      ],
    })),
  );
  let [from, to] = [0, 0];
  const sync = start((request, init) => {
    const url = request instanceof Request ? request.url : String(request);
    if (url.includes('/sync/push')) from ||= performance.now();
    else if (from > 0) to ||= performance.now();
    return fetch(request, init);
  });
  await sync.syncNow();
  await sync.stop();
  const waiting = countWaiting(db);
  if (waiting > 0) throw new Error(`${waiting} of ${patches} patches still wait.`);
  return to - from;
}

/** Fifty patches a commit: rows, log, mids for exactly once, and the counter. No network, no checks, no merge. */
async function timeSqlOnly(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE TABLE bench_row (id text PRIMARY KEY, seq bigint, data jsonb);
    CREATE TABLE bench_log (seq bigint, id text, patch jsonb, PRIMARY KEY (seq, id));
    CREATE TABLE bench_mid (mid uuid PRIMARY KEY, result jsonb);
    CREATE TABLE bench_counter (seq bigint); INSERT INTO bench_counter VALUES (0)`);
  const ids = Array.from({ length: patches }, () => uuidv7());
  const data = JSON.stringify({
    name: '王小明',
    city: '杭州',
    occupation: '工程师',
    extra: { note: 'x'.repeat(300) },
  });
  await client.query('INSERT INTO bench_row SELECT unnest($1::text[]), 0, $2::jsonb', [ids, data]);
  const started = performance.now();
  for (let at = 0; at < patches; at += ofCommit) await storePatches(client, ids.slice(at, at + ofCommit));
  const took = performance.now() - started;
  await client.query('DROP TABLE bench_row, bench_log, bench_mid, bench_counter');
  await client.end();
  return took;
}

async function storePatches(client: Client, ids: readonly string[]): Promise<void> {
  const items = JSON.stringify(
    ids.map((id, at) => ({ id, mid: uuidv7(), patch: { occupation: `职业 ${at}` } })),
  );
  const from = 'jsonb_to_recordset($1::jsonb) AS m(id text, mid uuid, patch jsonb)';
  await client.query('BEGIN');
  await client.query('UPDATE bench_counter SET seq = seq + 1');
  await client.query(
    `UPDATE bench_row r SET data = r.data || m.patch, seq = 1 FROM ${from} WHERE r.id = m.id`,
    [items],
  );
  await client.query(`INSERT INTO bench_log SELECT c.seq, m.id, m.patch FROM ${from}, bench_counter c`, [
    items,
  ]);
  await client.query(`INSERT INTO bench_mid SELECT m.mid, '{"status":"applied"}' FROM ${from}`, [items]);
  await client.query('COMMIT');
}
