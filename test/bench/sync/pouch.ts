import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { WireRow } from '#core/sync/protocol.ts';

const home = path.resolve(import.meta.dirname, '../pouchdb');
/** The fastest of 100, 1,000 and 5,000. */
const batch = 1_000;

/**
 * Replicates rows as documents from a PouchDB behind express-pouchdb into another, both leveldb on disk, each in a
 * process of its own, neither encrypted. Returns milliseconds; installs its packages beside the project on first use.
 */
export async function timePouchDb(folder: string, rows: readonly WireRow[]): Promise<number> {
  install();
  const file = path.join(folder, 'documents.json');
  const target = path.join(folder, 'pouch-target');
  const source = path.join(folder, 'pouch-source');
  for (const dir of [target, source]) mkdirSync(dir);
  writeFileSync(
    file,
    JSON.stringify(rows.map(({ entity, id, ...row }) => ({ _id: `${entity}:${id}`, ...row }))),
  );
  const server = spawn(process.execPath, [path.join(home, 'source.cjs'), source, file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    const script = path.join(home, 'replicate.cjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, url, target, String(batch)]);
    const { ms, documents } = JSON.parse(stdout) as { ms: number; documents: number };
    if (documents !== rows.length) throw new Error(`PouchDB took ${documents} of ${rows.length} documents.`);
    return ms;
  } finally {
    server.kill();
  }
}

function install(): void {
  if (existsSync(path.join(home, 'node_modules/pouchdb'))) return;
  execFileSync('npm', ['ci', '--prefix', home, '--no-audit', '--no-fund'], { stdio: 'ignore' });
}
