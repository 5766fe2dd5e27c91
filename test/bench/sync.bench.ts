import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BenchLine } from '#test/bench/line.ts';
import { startBenchCentre } from '#test/bench/sync/centre.ts';
import { firstSyncLines } from '#test/bench/sync/first.ts';
import { idleLines } from '#test/bench/sync/idle.ts';
import { localLines } from '#test/bench/sync/local.ts';
import { pushLines } from '#test/bench/sync/push.ts';
import { reassignLines } from '#test/bench/sync/reassign.ts';
import { resumeLines } from '#test/bench/sync/resume.ts';

/** `BENCH_ROWS` makes a smaller book, for trying the benchmark out; figures to keep are of 100,000. */
const rows = Number(process.env['BENCH_ROWS'] ?? 100_000);

/** What sync costs, as ratios within one run: capture, upload, download, resume, proof, handing over, an idle day. */
export async function* bench(): AsyncIterable<BenchLine> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-'));
  try {
    yield* localLines(folder);
    const centre = await startBenchCentre(folder, rows);
    try {
      const synced = await firstSyncLines(centre, folder);
      yield* synced.lines;
      yield* await resumeLines(centre, folder, synced);
      yield* await idleLines(centre, synced.device);
      yield* await pushLines(centre, synced.device);
      yield* await reassignLines(centre, folder, synced.device);
    } finally {
      await centre.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
