import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { replayLine, reproduces, type StoredVerdict } from '#core/risk/replay.ts';

/**
 * `npm run verdict -- cases.jsonl` prints one verdict a line for one case a line (docs/verdict-cases.md); with
 * `--check` the lines are stored verdicts with their cases, and those that come out differently are printed.
 */
const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [file] = positionals;
if (file === undefined || positionals.length > 1) {
  console.error('Name one file of cases: npm run verdict -- cases.jsonl');
  process.exit(2);
}
let faults = 0;
let count = 0;
try {
  const input = file === '-' ? process.stdin : createReadStream(file);
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    count += 1;
    if (values.check) check(line);
    else replay(line);
  }
} catch (error) {
  console.error(`${file} cannot be read: ${(error as Error).message}`);
  process.exit(2);
}
if (values.check) console.log(`${count} stored verdicts, ${faults} not reproduced`);
process.exitCode = faults > 0 ? 1 : 0;

function replay(line: string): void {
  const replayed = replayLine(line);
  if ('error' in replayed) faults += 1;
  console.log(JSON.stringify(replayed));
}

function check(line: string): void {
  if (isReproduced(line)) return;
  faults += 1;
  console.log(line);
}

function isReproduced(line: string): boolean {
  try {
    return reproduces(JSON.parse(line) as StoredVerdict);
  } catch {
    return false;
  }
}
