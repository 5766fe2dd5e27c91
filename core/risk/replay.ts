import { z } from 'zod';
import { readCaseLine, type LineId } from '#core/risk/case-line.ts';
import { suitabilityCase, type SuitabilityCase } from '#core/risk/case.ts';
import { noRules, type Verdict } from '#core/risk/finding.ts';
import { judgeBy, judgeCase } from '#core/risk/judge-case.ts';
import { rulesNamed, type RuleBook } from '#core/risk/rule-book.ts';
import type { VerdictFields } from '#core/risk/suitability-record.ts';

/** One line judged: its verdict, or why it is no case. */
export type Replayed =
  | (Verdict & { readonly id?: LineId | undefined })
  | { readonly id?: LineId | undefined; readonly error: string };

/** Judges one line of a file of cases; a line that is no case says why instead of stopping the rest. */
export function replayLine(line: string, book: RuleBook): Replayed {
  const { id, read } = readCaseLine(line);
  const name = id === undefined ? {} : { id };
  return read.ok ? { ...name, ...judgeCase(read.value, book) } : { ...name, error: read.error };
}

/** A case and its verdict as they are stored together. */
export interface StoredVerdict {
  readonly case: SuitabilityCase;
  readonly verdict: Verdict;
}

/** Returns a stored verdict as the line that `npm run verdict -- --check` reads. */
export function lineOf({ caseJson, verdictJson }: Pick<VerdictFields, 'caseJson' | 'verdictJson'>): string {
  return `{"case":${caseJson},"verdict":${verdictJson}}`;
}

/** Reads what a stored verdict holds as text; throws where it is no JSON. */
export function readStored(stored: Pick<VerdictFields, 'caseJson' | 'verdictJson'>): StoredVerdict {
  return JSON.parse(lineOf(stored)) as StoredVerdict;
}

/** A stored verdict read from a line of a file, with the id of its row where the line names one. */
export interface StoredLine extends StoredVerdict {
  readonly id: string | null;
}

/**
 * Reads one line of a file of stored verdicts: a case with its verdict, or an entry of a sealed export
 * (docs/audit-file.md), of which only the verdicts are meant: null for the rest. Throws where the line is neither.
 */
export function readStoredLine(line: string): StoredLine | null {
  const given = z.looseObject({ kind: z.string().optional() }).parse(JSON.parse(line));
  if (given.kind === undefined) return { id: null, ...storedPair.parse(given) } as unknown as StoredLine;
  if (given.kind !== 'VERDICT') return null;
  const { id, row } = sealedVerdict.parse(given);
  return { id, ...readStored(row) };
}

const storedPair = z.object({ case: z.looseObject({}), verdict: z.looseObject({}) });
const sealedVerdict = z.object({
  id: z.string(),
  row: z.object({ caseJson: z.string(), verdictJson: z.string() }),
});

/** Whether a stored verdict comes out the same; a version of the rules that is not here proves nothing either way. */
type Replay = 'SAME' | 'DIFFERS' | 'UNKNOWN_VERSION';

/**
 * Judges a stored case again by the very version its verdict names, whatever was published since, and compares to the
 * byte.
 */
export function replayOf(stored: StoredVerdict, book: RuleBook): Replay {
  const { version } = stored.verdict.rule;
  const rules = version === noRules ? null : rulesNamed(book, version);
  if (!rules && version !== noRules) return 'UNKNOWN_VERSION';
  const again = judgeBy(suitabilityCase.parse(stored.case), rules);
  return JSON.stringify(again) === JSON.stringify(stored.verdict) ? 'SAME' : 'DIFFERS';
}

/** True when judging a stored case again gives, to the byte, the verdict stored with it. */
export function reproduces(stored: StoredVerdict, book: RuleBook): boolean {
  return replayOf(stored, book) === 'SAME';
}
