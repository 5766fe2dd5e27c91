import path from 'node:path';
import type { WireRow } from '#core/sync/protocol.ts';
import { applyPage } from '#db/changes/page.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { readDigest } from '#db/queries/digest.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import { quantile, timed } from '#test/bench/measure.ts';
import { openBenchStore } from '#test/bench/sync/device.ts';
import { pageRows, rawRows, timeRaw, unguard } from '#test/bench/sync/raw.ts';

const line = lineOf('sync');
const rounds = 3;

/** Deltas of a device that has its book: the last fifth of the rows arrives in pulled pages. */
export function applyLines(folder: string, rows: readonly WireRow[]): BenchLine[] {
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
  const peer = { unit: 'ms', against: 'raw insert', peer: middle(times.map(({ rawMs }) => rawMs)) };
  return [line(`pull apply of ${deltas.length} rows`, middle(times.map(({ took }) => took)), peer)];
}

function applyAll(db: WritableDb, rows: readonly WireRow[]): void {
  for (let at = 0; at < rows.length; at += pageRows) {
    const page = { from: 'c', cursor: 'c', rows: rows.slice(at, at + pageRows), access: [] };
    if (applyPage(db, page, Date.now()) === 'stale') throw new Error('The page was stale.');
  }
}

/** The digest of a whole book from its stored hashes. */
export function proofLines(db: WritableDb): BenchLine[] {
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

function middle(values: readonly number[]): number {
  return quantile(values, 0.5);
}
