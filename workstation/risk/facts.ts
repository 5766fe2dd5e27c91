import type { Instant } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { currentLevel, type Standing } from '#core/risk/level.ts';
import type { ProductFields } from '#core/risk/product.ts';
import { isLowestCategory, termFits } from '#core/risk/score.ts';
import { sheetOf } from '#core/risk/sheets.ts';
import type { Action } from '#core/risk/suitability.ts';
import type { Verdict } from '#core/risk/finding.ts';
import { judge } from '#core/risk/verdict.ts';
import type { ReadableDb } from '#db/handles.ts';
import { riskTestsOf, type StoredTest } from '#db/queries/risk.ts';
import { readRow } from '#db/rows.ts';

/** What a verdict about one client rests on, read once for the whole shelf. */
export interface RiskFacts {
  readonly client: ClientFields;
  readonly tests: readonly StoredTest[];
  readonly standing: Standing | null;
  readonly isLowest: boolean;
  /** The test that gives the level; null where none counts. */
  readonly lastTest: StoredTest | null;
}

/** Reads a client's risk facts at an instant, or null where the client is not (any more) in this book. */
export function riskFactsOf(db: ReadableDb, clientId: string, now: Instant): RiskFacts | null {
  const client = readRow(db, 'client', clientId)?.data;
  if (!client) return null;
  const tests = riskTestsOf(db, clientId);
  const standing = currentLevel(tests, now);
  const last = tests.find(({ id }) => id === standing?.testId) ?? null;
  const isLowest = last ? isLowestCategory(sheetOf(last.sheetId, last.sheetVersion), last) : false;
  return { client, tests, standing, isLowest, lastTest: last };
}

/** Judges one product for a client's facts; no step counts as done until signed steps are recorded. */
export function judgeFor(
  facts: RiskFacts,
  product: ProductFields,
  at: { readonly action: Action; readonly now: Instant; readonly dataAt: Instant | null },
): Verdict {
  const { client, standing, isLowest, lastTest } = facts;
  return judge({
    client: { birthDay: client.birthDay, capacity: client.capacity, isQualified: null },
    standing,
    isLowest,
    needs:
      lastTest &&
      termFits(sheetOf(lastTest.sheetId, lastTest.sheetVersion), lastTest.answers, product.termDays),
    product,
    stepsDone: [],
    ...at,
  });
}
