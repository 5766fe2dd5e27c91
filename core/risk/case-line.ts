import { fail, ok, type Result } from '#core/base/result.ts';
import { businessDayOf, fromIso, isBusinessDay, type Instant } from '#core/base/time.ts';
import { suitabilityCase, type SuitabilityCase } from '#core/risk/case.ts';
import { tidy } from '#core/risk/tidy-case.ts';

/** What a line calls itself, as it is written; it comes back with the verdict. */
export type LineId = string | number;

/** A line of a file of cases, or what is wrong with it, with its id where it has one. */
export interface CaseLine {
  readonly id: LineId | undefined;
  readonly read: Result<SuitabilityCase, string>;
}

/** Instants outside are slips, such as seconds for milliseconds. */
const earliest = fromIso('1990-01-01T00:00:00+08:00');
const latest = fromIso('2200-01-01T00:00:00+08:00');

/** Reads one line of a file of cases (docs/verdict-cases.md); says in words what is to be mended where it is none. */
export function readCaseLine(line: string): CaseLine {
  const given = objectIn(line);
  if (!given.ok) return { id: undefined, read: given };
  const { id, ...facts } = given.value;
  const isId = typeof id === 'string' || typeof id === 'number';
  if (!isId && id !== undefined && id !== null)
    return { id: undefined, read: fail('id: give a text or a number') };
  return { id: isId ? id : undefined, read: caseIn(facts) };
}

function objectIn(line: string): Result<Record<string, unknown>, string> {
  const text = line.replace(/^\uFEFF/, '');
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    return fail(`not a JSON object, of which every line is to hold a whole one: ${(error as Error).message}`);
  }
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  return isObject
    ? ok(given as Record<string, unknown>)
    : fail('not a JSON object: put each case on a line of its own, in braces, without a list around them');
}

function caseIn(facts: Record<string, unknown>): Result<SuitabilityCase, string> {
  const { value, strays } = tidy(facts, suitabilityCase);
  const parsed = suitabilityCase.safeParse(value);
  const faults = parsed.success
    ? slipsOf(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'case'}: ${message}`);
  const all = [...strays, ...faults];
  return parsed.success && all.length === 0 ? ok(parsed.data) : fail(all.join('; '));
}

/** What parses and still cannot be meant: instants of another age, days no calendar has, a date that is not that of now. */
function slipsOf({ now, date, client, tests, dataAt }: SuitabilityCase): string[] {
  const instants: (readonly [string, Instant | null])[] = [
    ['now', now],
    ['dataAt', dataAt],
    ['client.changedAt', client.changedAt],
    ...tests.map(({ takenAt }, index) => [`tests.${index}.takenAt`, takenAt] as const),
  ];
  const days: (readonly [string, string | null | undefined])[] = [
    ['client.birthDay', client.birthDay],
    ...tests.map(({ validThrough }, index) => [`tests.${index}.validThrough`, validThrough] as const),
  ];
  const faults = [
    ...instants
      .filter(([, at]) => at !== null && !(at >= earliest && at < latest))
      .map(([name]) => `${name}: not between 1990 and 2199; numbers are milliseconds since 1970`),
    ...days
      .filter(([, day]) => typeof day === 'string' && !isBusinessDay(day))
      .map(([name, day]) => `${name}: the calendar has no ${day}`),
  ];
  if (faults.length > 0 || date === undefined || date === businessDayOf(now)) return faults;
  return [`date: ${date} is not the day of now, which is ${businessDayOf(now)} in Shanghai`];
}
