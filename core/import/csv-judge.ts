import { csvReader } from '#core/import/csv-records.ts';

/** What may separate the columns of a text file. */
export type Delimiter = ',' | ';' | '\t' | '|';
const delimiters: readonly Delimiter[] = [',', '\t', ';', '|'];

/** Finds what separates the columns: the mark by which the first rows have the most columns most evenly. */
export function judgeDelimiter(sample: string): Delimiter {
  const stated = /^sep=([,;\t|])\n/i.exec(sample)?.[1];
  if (stated) return stated as Delimiter;
  const scores = delimiters.map((delimiter) => ({ delimiter, score: evenness(sample, delimiter) }));
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

/** Columns of the commonest width times the squared share of rows that have it; one column is no table. */
function evenness(sample: string, delimiter: Delimiter): number {
  const widths = csvReader(delimiter)
    .feed(sample, true)
    .slice(0, 50)
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ cells }) => cells.length);
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width = 1, count = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return width === 1 ? 0 : width * (count / widths.length) ** 2;
}
