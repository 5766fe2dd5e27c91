import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchLine } from '#test/bench/line.ts';

/**
 * `npm run bench -- [name …] [--json]` runs the benchmarks named (all without a name), one after the other, and
 * prints one line a figure: its value and the ratio against the raw limit or peer measured in the same run.
 */
const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .sort();
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. Known: ${known.join(', ')}.`);
  process.exit(2);
}
for (const name of positionals.length > 0 ? positionals : known) {
  const { bench } = (await import(path.join(import.meta.dirname, `${name}.bench.ts`))) as {
    bench: () => Promise<BenchLine[]> | AsyncIterable<BenchLine>;
  };
  for await (const line of await bench()) console.log(values.json ? JSON.stringify(line) : inWords(line));
}

function inWords({ bench, metric, value, unit, against, ratio }: BenchLine): string {
  const shown = value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  const compared = against === null || ratio === null ? '' : ` = ${ratio.toFixed(2)}× ${against}`;
  return `${bench.padEnd(14)} ${metric.padEnd(34)} ${String(shown).padStart(10)} ${unit}${compared}`;
}
