import type { BusinessDay, Instant } from '#core/base/time.ts';
import type { Paper } from '#core/risk/paper.ts';
import { retainUntil } from '#core/risk/retention.ts';
import { rulesAt, sheetNamed, shippedRules } from '#core/risk/rule-book.ts';
import { stepPaper } from '#core/risk/step-paper.ts';
import type { Language } from '#core/risk/step-text.ts';
import { testPaper } from '#core/risk/test-paper.ts';
import { readRow } from '#db/rows.ts';
import { ruleBookOf, shelfOf } from '#workstation/risk/rule-book.ts';
import type { Station } from '#workstation/station.ts';

/** The fact a paper is about, with what the paper says of it. */
export interface Worded {
  readonly clientId: string;
  readonly paper: Paper;
  readonly signaturePath: string | null;
  /** When the fact was recorded: the paper's own date. */
  readonly recordedAt: Instant;
  readonly retainUntil: BusinessDay;
}

/** Puts a test into words; null where it, its client or its sheet is not here. */
export function wordTest(station: Station, testId: string, language: Language): Worded | null {
  const { db, me } = station;
  const test = readRow(db, 'riskTest', testId)?.data;
  const client = test && readRow(db, 'client', test.clientId)?.data;
  const book = ruleBookOf(db);
  const sheet = test && sheetNamed(book, test.sheetId, test.sheetVersion);
  if (!test || !client || !sheet) return null;
  const attempt = readRow(db, 'testAttempt', testId)?.data ?? null;
  const rules = rulesAt(book, test.takenAt) ?? shippedRules;
  const until = attempt?.retainUntil ?? retainUntil(test.takenAt, null, rules);
  const managerName = nameOf(station, test.managerId);
  const on = { id: testId, test, attempt, sheet, client, managerName, branchName: me.branchName, rules };
  return {
    clientId: test.clientId,
    paper: testPaper({ ...on, retainUntil: until }, language),
    signaturePath: test.signaturePath,
    recordedAt: test.takenAt,
    retainUntil: until,
  };
}

/** Puts a step of a verdict into words; null where it or its client is not here. */
export function wordStep(station: Station, stepId: string, language: Language): Worded | null {
  const { db, me } = station;
  const step = readRow(db, 'suitabilityStep', stepId)?.data;
  const client = step && readRow(db, 'client', step.clientId)?.data;
  if (!step || !client) return null;
  const shelf = shelfOf(db, step.recordedAt);
  const product = shelf.find(({ id }) => id === step.productId) ?? null;
  const level = step.testId === null ? null : (readRow(db, 'riskTest', step.testId)?.data.level ?? null);
  const on = {
    id: stepId,
    step,
    clientName: client.name,
    birthDay: client.birthDay,
    level,
    product,
    managerName: nameOf(station, step.recordedBy),
    branchName: me.branchName,
    rulesVersion: (rulesAt(ruleBookOf(db), step.recordedAt) ?? shippedRules).version,
  };
  return {
    clientId: step.clientId,
    paper: stepPaper(on, language),
    signaturePath: step.signaturePath,
    recordedAt: step.recordedAt,
    retainUntil: step.retainUntil,
  };
}

function nameOf({ db, me }: Station, managerId: string): string {
  return (
    readRow(db, 'manager', managerId)?.data.name ?? (managerId === me.managerId ? me.managerName : managerId)
  );
}
