import type { Instant } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { currentLevel, type Standing } from '#core/risk/level.ts';
import type { RuleBook } from '#core/risk/rule-book.ts';
import type { ReadableDb } from '#db/handles.ts';
import {
  leftAttemptsOf,
  riskTestsOf,
  suitabilityStepsOf,
  type LeftAttempt,
  type StoredStep,
  type StoredTest,
} from '#db/queries/risk.ts';
import { readRow } from '#db/rows.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';

/** What a verdict about one client rests on, read once for the whole shelf. */
export interface RiskFacts {
  readonly clientId: string;
  readonly client: ClientFields;
  readonly tests: readonly StoredTest[];
  readonly standing: Standing | null;
  /** The test that gives the level; null where none counts. */
  readonly lastTest: StoredTest | null;
  /** Levels shown and left unconfirmed, newest first. */
  readonly left: readonly LeftAttempt[];
  /** Steps recorded for this client, oldest first, whether they still count or not. */
  readonly steps: readonly StoredStep[];
  /** Every version of the rules known here: which one is in force depends on the instant. */
  readonly ruleBook: RuleBook;
}

/** Reads a client's risk facts at an instant, or null where the client is not (any more) in this book. */
export function riskFactsOf(db: ReadableDb, clientId: string, now: Instant): RiskFacts | null {
  const client = readRow(db, 'client', clientId)?.data;
  if (!client) return null;
  const tests = riskTestsOf(db, clientId);
  const standing = currentLevel(tests, now);
  const lastTest = tests.find(({ id }) => id === standing?.testId) ?? null;
  const [left, steps] = [leftAttemptsOf(db, clientId), suitabilityStepsOf(db, clientId)];
  return { clientId, client, tests, standing, lastTest, left, steps, ruleBook: ruleBookOf(db) };
}
