import { dayMs } from '#core/base/time.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { skipKeys, type Skip } from '#db/queries/call-notes.ts';

/** How long a skip is kept for looking back. */
const keepMs = 30 * dayMs;

/** Notes on this workstation only that a client waits, and forgets skips older than 30 days. */
export function rememberSkip(db: WritableDb, skip: Skip): void {
  sql(db, 'INSERT OR REPLACE INTO local_setting (key, value) VALUES (?, ?)').run(
    `${skipKeys.from}${skip.clientId}:${skip.at}`,
    JSON.stringify(skip),
  );
  sql(db, `DELETE FROM local_setting WHERE key >= ? AND key < ? AND json_extract(value, '$.at') < ?`).run(
    skipKeys.from,
    skipKeys.until,
    skip.at - keepMs,
  );
}
