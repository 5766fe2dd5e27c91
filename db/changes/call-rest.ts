import type { Instant } from '#core/base/time.ts';
import type { QuestionCode } from '#core/clients/completeness.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { restKey } from '#db/queries/call-notes.ts';

/** Notes on this workstation only that a client would rather not answer a question for a while. */
export function rememberRest(
  db: WritableDb,
  {
    clientId,
    code,
    until,
  }: { readonly clientId: string; readonly code: QuestionCode; readonly until: Instant },
): void {
  sql(db, 'INSERT OR REPLACE INTO local_setting (key, value) VALUES (?, ?)').run(
    `${restKey}${clientId}:${code}`,
    JSON.stringify({ code, until }),
  );
}
