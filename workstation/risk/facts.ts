import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { currentLevel, type Standing } from '#core/risk/level.ts';
import { investorOnFile, type InvestorOnFile } from '#core/risk/investor-facts.ts';
import { generalPurpose, testsFor } from '#core/risk/sheet-purpose.ts';
import type { RuleBook } from '#core/risk/rule-book.ts';
import type { ReadableDb } from '#db/handles.ts';
import { investorFactsOf } from '#db/queries/investor.ts';
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
  /** Where the level of one purpose of sheets stands, the general one unless another was asked for (`factsFor`). */
  readonly standing: Standing | null;
  /** The test that gives the level; null where none counts. */
  readonly lastTest: StoredTest | null;
  /** Levels shown and left unconfirmed, newest first. */
  readonly left: readonly LeftAttempt[];
  /** Steps recorded for this client, oldest first, whether they still count or not. */
  readonly steps: readonly StoredStep[];
  /** What was proved or told of the client as an investor. */
  readonly investor: InvestorOnFile;
  /** Every version of the rules known here: which one is in force depends on the instant. */
  readonly ruleBook: RuleBook;
}

/** Reads a client's risk facts at an instant, or null where the client is not (any more) in this book. */
export function riskFactsOf(db: ReadableDb, clientId: string, now: Instant): RiskFacts | null {
  const client = readRow(db, 'client', clientId)?.data;
  if (!client) return null;
  const facts = {
    clientId,
    client,
    tests: riskTestsOf(db, clientId),
    standing: null,
    lastTest: null,
    left: leftAttemptsOf(db, clientId),
    steps: suitabilityStepsOf(db, clientId),
    investor: investorOnFile(investorFactsOf(db, clientId), now, businessDayOf(now)),
    ruleBook: ruleBookOf(db),
  };
  return factsFor(facts, generalPurpose, now);
}

/** Returns the facts with the level of another purpose of sheets: private funds have one of their own. */
export function factsFor(facts: RiskFacts, purposeId: string, now: Instant): RiskFacts {
  const standing = currentLevel(testsFor(facts.tests, purposeId), now, facts.investor.changedAt);
  return { ...facts, standing, lastTest: facts.tests.find(({ id }) => id === standing?.testId) ?? null };
}
