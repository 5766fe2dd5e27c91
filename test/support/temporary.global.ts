import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Gives the run a temporary folder of its own, removes it at the end and fails the run that left something in it. */
export function setup(): () => void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-run-'));
  // As root the embedded PostgreSQL runs as another account and has to pass through.
  chmodSync(folder, 0o711);
  Object.assign(process.env, { TMPDIR: folder, TEMP: folder, TMP: folder });
  // Else vite keeps its compiled sources in there; preflight.js names the same place.
  process.env['NODE_COMPILE_CACHE'] ??= path.resolve('node_modules/.cache/node');
  return () => {
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true, force: true });
    if (left.length === 0) return;
    console.error(`Tests left behind in the temporary folder: ${left.join(', ')}`);
    process.exitCode = 1;
  };
}
