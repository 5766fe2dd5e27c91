import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A rule as docs/rules/<concept>.md states it, or as a test quotes it. */
interface Mention {
  readonly id: string;
  readonly file: string;
}

const projectDir = path.resolve(import.meta.dirname, '..');
const ruleLine = /^- \*\*([A-Z]{1,2}\d+)\*\*/gm;
/** A string that begins with a rule's id is a test's name. */
const testName = /(['"`])(\[[A-Z]{1,2}\d+\](?:\\.|(?!\1)[^\\\n])*)\1/g;
const quotedId = /\[([A-Z]{1,2}\d+)\]/g;

const rules = mentions('docs/rules/*.md', (text) =>
  [...text.matchAll(ruleLine)].map((match) => match[1] ?? ''),
);
const quotes = mentions('test/**/*.test.{ts,tsx}', idsInTestNames).concat(
  mentions('test/**/*.spec.ts', idsInTestNames),
);
const problems = [
  ...rules
    .filter(({ id }, index) => rules.findIndex((rule) => rule.id === id) !== index)
    .map(({ id, file }) => `${file}: rule ${id} is stated twice`),
  ...rules
    .filter(({ id }) => !quotes.some((quote) => quote.id === id))
    .map(({ id, file }) => `${file}: rule ${id} has no test`),
  ...quotes
    .filter(({ id }) => !rules.some((rule) => rule.id === id))
    .map(({ id, file }) => `${file}: [${id}] is no rule of docs/rules`),
];
for (const problem of new Set(problems)) console.error(problem);
console.log(`${rules.length} rules, ${new Set(quotes.map(({ id }) => id)).size} of them quoted by tests`);
process.exitCode = problems.length > 0 ? 1 : 0;

function idsInTestNames(text: string): string[] {
  return [...text.matchAll(testName)].flatMap((match) =>
    [...(match[2] ?? '').matchAll(quotedId)].map((quoted) => quoted[1] ?? ''),
  );
}

function mentions(pattern: string, idsIn: (text: string) => readonly string[]): Mention[] {
  return globSync(pattern, { cwd: projectDir })
    .sort()
    .flatMap((file) => idsIn(readFileSync(path.join(projectDir, file), 'utf8')).map((id) => ({ id, file })));
}
