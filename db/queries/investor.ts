import type { InvestorFactFields } from '#core/risk/investor-fact.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode } from '#db/rows.ts';

/** Something proved or told about a client, as stored. */
export interface StoredInvestorFact extends InvestorFactFields {
  readonly id: string;
  /** True until the centre has it. */
  readonly isWaiting: boolean;
  readonly recorderName: string | null;
}

/** Returns everything proved or told about a client as an investor, newest first. */
export function investorFactsOf(db: ReadableDb, clientId: string): StoredInvestorFact[] {
  return sql<Record<string, unknown>>(
    db,
    `SELECT f.*, m.name AS recorder FROM investor_fact f LEFT JOIN manager m ON m.id = f.recorded_by
     WHERE f.client_id = ? ORDER BY f.recorded_at DESC, f.id DESC`,
  )
    .all(clientId)
    .map((record) => ({
      ...decode('investorFact', record),
      id: record['id'] as string,
      isWaiting: record['seq'] === 0,
      recorderName: record['recorder'] as string | null,
    }));
}
