import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startOfDay } from '#core/base/time.ts';
import { bookWith, readRules } from '#core/risk/read-rules.ts';
import { readStoredLine, replayLine, replayOf, type StoredLine } from '#core/risk/replay.ts';
import type { RuleBook } from '#core/risk/rule-book.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import { linesOf, type Line } from '#scripts/lines-of.ts';

/**
 * `npm run verdict -- cases.jsonl` prints one verdict a line for one case a line (docs/verdict-cases.md); with
 * `--check` the lines are stored verdicts with their cases, or a sealed export, and those that come out differently are
 * printed; with `--stored` their cases are, as lines that can be judged again. What ships judges, and the matching rules of each `--rules FILE` from their day on.
 */
const { values, positionals } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    stored: { type: 'boolean', default: false },
    rules: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});
const [file] = positionals;
if (file === undefined || positionals.length > 1) {
  console.error('Name one file of cases: npm run verdict -- cases.jsonl');
  process.exit(2);
}
// Whoever reads the verdicts may have seen enough of them (`| head`).
process.stdout.on('error', () => process.exit());
const book = bookOf(values.rules);
let faults = 0;
let count = 0;
try {
  for await (const line of linesOf(file)) {
    if (values.check || values.stored) readStoredFrom(line);
    else replay(line);
  }
} catch (error) {
  console.error(`${file} cannot be read: ${(error as Error).message}`);
  process.exit(2);
}
if (values.check) console.log(`${count} stored verdicts, ${faults} not reproduced`);
if (values.check && count === 0)
  console.error(
    'There is no verdict in it: one is stored when somebody acts upon it, in the range of days of the export.',
  );
process.exitCode = faults > 0 ? 1 : 0;

/** The rules of the files beside those that ship; a file that is none ends the command. */
function bookOf(files: readonly string[]): RuleBook {
  try {
    return bookWith(files.map((name, index) => datedFile(readFileSync(name, 'utf8'), index + 2)));
  } catch (error) {
    console.error(`--rules: ${(error as Error).message}`);
    process.exit(2);
  }
}

function datedFile(content: string, number: number): RuleVersionFields {
  const read = readRules(JSON.parse(content));
  if (!read.ok) throw new Error(read.error.join(' '));
  const effectiveFrom = startOfDay(read.value.effectiveFrom);
  const { kind, name, version } = read.value;
  const ownNumber = typeof version === 'number' ? version : number;
  return { kind, name, number: ownNumber, effectiveFrom, publishedAt: effectiveFrom, content, signature: '' };
}

function replay({ text, number }: Line): void {
  const replayed = replayLine(text, book);
  const isFault = 'error' in replayed;
  if (isFault) faults += 1;
  console.log(JSON.stringify(isFault ? { line: number, ...replayed } : replayed));
}

/** Checks a stored verdict, or writes its case as a line that can be judged again; a line that is none is told. */
function readStoredFrom({ text, number }: Line): void {
  let stored: StoredLine | null;
  try {
    stored = readStoredLine(text);
  } catch {
    tell({ text, number }, 'is no stored verdict');
    return;
  }
  if (!stored) return;
  count += 1;
  if (values.stored) {
    console.log(JSON.stringify({ id: stored.id ?? undefined, ...stored.case }));
    return;
  }
  const why = whyNot(stored);
  if (why !== null) tell({ text, number }, why);
}

/** Prints a line that is at fault, and says on the side which one and why. */
function tell({ text, number }: Line, why: string): void {
  faults += 1;
  console.log(text);
  console.error(`line ${number} ${why}`);
}

function whyNot(stored: StoredLine): string | null {
  try {
    const replayed = replayOf(stored, book);
    if (replayed === 'SAME') return null;
    if (replayed === 'DIFFERS') return 'is judged differently';
    return `was judged by rules ${stored.verdict.rule.version}, which are not here: add them with --rules FILE`;
  } catch (error) {
    return `cannot be judged: ${(error as Error).message}`;
  }
}
