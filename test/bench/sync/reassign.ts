import path from 'node:path';
import { commitChanges } from '#db/changes/commit.ts';
import type { WritableDb } from '#db/handles.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import { patiently, type BenchCentre } from '#test/bench/sync/centre.ts';
import { enrolBenchDevice, type BenchDevice } from '#test/bench/sync/device.ts';
import { wireRows } from '#test/bench/sync/raw.ts';

const line = lineOf('sync');
const moved = 1_000;
const pending = 20;
const limitMs = 5_000;

/** A thousand clients change hands, some with edits that wait: until the old device is purged and the new one complete. */
export async function reassignLines(
  centre: BenchCentre,
  folder: string,
  from: BenchDevice,
): Promise<BenchLine[]> {
  const [, toManagerId] = centre.managerIds;
  const to = await enrolBenchDevice(centre, toManagerId, path.join(folder, 'new-owner.db'));
  const [giving, taking] = [from.start(), to.start()];
  await Promise.all([giving.syncNow(), taking.syncNow()]);
  const ids = from.db
    .prepare('SELECT id FROM client ORDER BY id DESC LIMIT ?')
    .pluck()
    .all(moved) as string[];
  const rows = rowsOf(from.db, ids);
  editSome(from, ids.slice(0, pending));
  const started = performance.now();
  await patiently(() => centre.admin.assign({ tenantId: centre.tenantId, clientIds: ids, toManagerId }));
  await giving.syncNow();
  const purgedMs = performance.now() - started;
  await taking.syncNow();
  const tookMs = performance.now() - started;
  const left = rowsOf(from.db, ids);
  const arrived = rowsOf(to.db, ids);
  const edits = ids.slice(0, pending).filter((id) => cityOf(to.db, id) === 'moved').length;
  await Promise.all([giving.stop(), taking.stop()]);
  to.db.close();
  if (left > 0 || countWaiting(from.db) > 0) throw new Error(`${left} rows were left behind.`);
  const peer = { unit: 'ms', against: 'target of 5 s', peer: limitMs };
  const counted = { unit: 'rows', against: 'rows of the old owner', peer: rows };
  return [
    line(`reassignment of ${moved} clients: old device purged`, purgedMs, peer),
    line('— new device complete', tookMs, peer),
    line('— rows that arrived', arrived, counted),
    line('— waiting edits that arrived', edits, {
      unit: 'edits',
      against: 'edits that waited',
      peer: pending,
    }),
  ];
}

function editSome({ db, station }: BenchDevice, ids: readonly string[]): void {
  const { clock, newId, nextHlc } = station;
  commitChanges(
    db,
    { now: clock(), newId, nextHlc },
    ids.map((id) => ({
      command: 'client.correct',
      changes: [{ op: 'patch', entity: 'client', id, patch: { city: 'moved' } }],
    })),
  );
}

/** Counts what a store holds of some clients; conflicts do not count, for handing over makes some. */
function rowsOf(db: WritableDb, ids: readonly string[]): number {
  const scopes = new Set(ids.map((id) => `client:${id}`));
  return wireRows(db).filter(({ entity, scope }) => entity !== 'conflict' && scopes.has(scope)).length;
}

function cityOf(db: WritableDb, id: string): unknown {
  return db.prepare('SELECT city FROM client WHERE id = ?').pluck().get(id);
}
