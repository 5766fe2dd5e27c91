import type { TaskFields } from '#core/calls/contact.ts';
import type { TestOnFile } from '#core/risk/level.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';
import type { SignedRecordFields } from '#core/risk/signed-record.ts';
import type { SuitabilityStepFields, VerdictFields } from '#core/risk/suitability-record.ts';
import type { TestAttemptFields } from '#core/risk/test-attempt.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode } from '#db/rows.ts';

/** A risk test as stored, void ones included. */
export interface StoredTest extends RiskTestFields, TestOnFile {
  readonly managerName: string | null;
}

/** Returns every risk test of a client, newest first. */
export function riskTestsOf(db: ReadableDb, clientId: string): StoredTest[] {
  return sql<Record<string, unknown>>(
    db,
    `SELECT t.*, m.name AS tester FROM risk_test t LEFT JOIN manager m ON m.id = t.manager_id
     WHERE t.client_id = ? ORDER BY t.taken_at DESC, t.id DESC`,
  )
    .all(clientId)
    .map(asTest);
}

/** Returns one risk test, void or not, or null where it is not here. */
export function riskTestOf(db: ReadableDb, testId: string): StoredTest | null {
  const found = sql<Record<string, unknown>>(
    db,
    `SELECT t.*, m.name AS tester FROM risk_test t LEFT JOIN manager m ON m.id = t.manager_id WHERE t.id = ?`,
  ).get(testId);
  return found ? asTest(found) : null;
}

function asTest(record: Record<string, unknown>): StoredTest {
  return {
    ...decode('riskTest', record),
    id: record['id'] as string,
    isProvisional: record['seq'] === 0,
    managerName: record['tester'] as string | null,
  };
}

/** Returns the ids of a client's open tasks to take a risk test. */
export function openRiskTaskIds(db: ReadableDb, clientId: string): string[] {
  return sql<{ id: string }>(
    db,
    "SELECT id FROM task WHERE client_id = ? AND kind = 'RISK_TEST' AND status = 'OPEN' ORDER BY id",
  )
    .all(clientId)
    .map(({ id }) => id);
}

/** Returns how those of these tasks stand that are here. */
export function taskStates(db: ReadableDb, ids: readonly string[]): Map<string, TaskFields['status']> {
  const rows = sql<{ id: string; status: TaskFields['status'] }>(
    db,
    'SELECT id, status FROM task WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
  ).all(JSON.stringify(ids));
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** Returns those of these tasks that are here and open. */
export function openTasks(db: ReadableDb, ids: readonly string[]): string[] {
  return [...taskStates(db, ids)].filter(([, status]) => status === 'OPEN').map(([id]) => id);
}

/** An open task that follows from facts. */
export interface OpenNotice {
  readonly id: string;
  readonly clientId: string;
  readonly text: string;
}

/** Returns a manager's open tasks about suitability. */
export function openSuitabilityTasks(db: ReadableDb, managerId: string): OpenNotice[] {
  return sql<OpenNotice>(
    db,
    `SELECT id, client_id AS clientId, text FROM task
     WHERE status = 'OPEN' AND manager_id = ? AND kind = 'SUITABILITY' ORDER BY id`,
  ).all(managerId);
}

/** Returns a manager's open tasks to test anew that a test taken since has answered, on whatever device it was. */
export function answeredTestTasks(db: ReadableDb, managerId: string): string[] {
  return sql<{ id: string }>(
    db,
    `SELECT t.id FROM task t LEFT JOIN contact q ON q.id = t.from_contact_id
     WHERE t.status = 'OPEN' AND t.manager_id = ? AND t.kind = 'RISK_TEST' AND EXISTS (
       SELECT 1 FROM risk_test r WHERE r.client_id = t.client_id AND r.voided_reason IS NULL
         AND r.taken_at > coalesce(q.started_at, t.due_at)) ORDER BY t.id`,
  )
    .all(managerId)
    .map(({ id }) => id);
}

/** A step of a verdict as recorded. */
export interface StoredStep extends SuitabilityStepFields {
  readonly id: string;
  readonly recorderName: string | null;
}

/** Returns every step recorded for a client, oldest first. */
export function suitabilityStepsOf(db: ReadableDb, clientId: string): StoredStep[] {
  return sql<Record<string, unknown>>(
    db,
    `SELECT s.*, m.name AS recorder FROM suitability_step s LEFT JOIN manager m ON m.id = s.recorded_by
     WHERE s.client_id = ? ORDER BY s.recorded_at, s.id`,
  )
    .all(clientId)
    .map((record) => ({
      ...decode('suitabilityStep', record),
      id: record['id'] as string,
      recorderName: record['recorder'] as string | null,
    }));
}

/** A verdict somebody acted upon. */
export interface StoredVerdict extends VerdictFields {
  readonly id: string;
  readonly managerName: string | null;
  readonly productName: string | null;
}

/** Returns the newest verdicts acted upon for a client, newest first. */
export function verdictsOf(db: ReadableDb, clientId: string, limit: number): StoredVerdict[] {
  return sql<Record<string, unknown>>(
    db,
    `SELECT v.*, m.name AS manager, p.name AS product FROM verdict v
     LEFT JOIN manager m ON m.id = v.manager_id LEFT JOIN product p ON p.id = v.product_id
     WHERE v.client_id = ? ORDER BY v.judged_at DESC, v.id DESC LIMIT ?`,
  )
    .all(clientId, limit)
    .map((record) => ({
      ...decode('verdict', record),
      id: record['id'] as string,
      managerName: record['manager'] as string | null,
      productName: record['product'] as string | null,
    }));
}

/** A level that was shown and not confirmed. */
export interface LeftAttempt {
  readonly id: string;
  readonly level: TestAttemptFields['level'];
  readonly shownAt: number;
  readonly managerName: string | null;
}

/** Returns the levels shown to a client that no test of the same id confirmed, newest first. */
export function leftAttemptsOf(db: ReadableDb, clientId: string): LeftAttempt[] {
  return sql<LeftAttempt>(
    db,
    `SELECT a.id, a.level, a.shown_at AS shownAt, m.name AS managerName
     FROM test_attempt a LEFT JOIN manager m ON m.id = a.manager_id
     WHERE a.client_id = ? AND NOT EXISTS (SELECT 1 FROM risk_test t WHERE t.id = a.id)
     ORDER BY a.shown_at DESC, a.id DESC`,
  ).all(clientId);
}

/** A signed record as kept. */
export interface StoredRecord extends SignedRecordFields {
  readonly id: string;
}

/** Returns the record of a test or step, the first where several devices made one; null where none was made. */
export function signedRecordOf(
  db: ReadableDb,
  about: SignedRecordFields['about'],
  aboutId: string,
): StoredRecord | null {
  const found = sql<Record<string, unknown>>(
    db,
    'SELECT * FROM signed_record WHERE about = ? AND about_id = ? ORDER BY made_at, id LIMIT 1',
  ).get(about, aboutId);
  return found ? { ...decode('signedRecord', found), id: found['id'] as string } : null;
}
