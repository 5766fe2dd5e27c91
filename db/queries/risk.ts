import type { TestOnFile } from '#core/risk/level.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';
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
    .map((record) => ({
      ...decode('riskTest', record),
      id: record['id'] as string,
      isProvisional: record['seq'] === 0,
      managerName: record['tester'] as string | null,
    }));
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
