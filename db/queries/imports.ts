import type { Instant } from '#core/base/time.ts';
import type { ImportPlan, MappedColumn, RowIssue } from '#core/import/target.ts';
import type { Inspection } from '#core/import/inspection.ts';
import type { ImportCounts, ImportState, RowOutcome } from '#core/import/outcome.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** A file brought in, with its proof and its progress. */
export interface ImportRun {
  /** Stands for the run in identities. */
  readonly number: number;
  readonly id: string;
  readonly state: ImportState;
  readonly problem: string | null;
  readonly fileName: string;
  readonly fileBytes: number;
  readonly receivedBytes: number;
  readonly sha256: string | null;
  readonly inspection: Inspection | null;
  readonly plan: ImportPlan | null;
  readonly managerId: string;
  readonly begunAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly rowsTotal: number | null;
  readonly rowsDone: number;
  readonly counts: ImportCounts;
}

/** A row that waits for the manager. */
export interface WaitingRow {
  readonly id: string;
  readonly importId: string;
  readonly rowNo: number;
  readonly state: 'QUARANTINED' | 'DUPLICATE';
  readonly cells: string[];
  readonly issues: RowIssue[];
  readonly matchedClientId: string | null;
  readonly matchedBy: 'PHONE' | 'REF' | 'SAME_ROW' | null;
  readonly isMatchedInFile: boolean;
  readonly identity: Uint8Array;
}

type RunRecord = Record<string, unknown>;

const runColumns = `number, id, state, problem, file_name, file_bytes, received_bytes, sha256, inspection, plan, manager_id,
  begun_at, started_at, finished_at, rows_total, rows_done,
  imported, updated, unchanged, skipped, duplicate, quarantined, discarded`;

/** Reads one run, or null. */
export function importRun(db: ReadableDb, id: string): ImportRun | null {
  const found = sql<RunRecord>(db, `SELECT ${runColumns} FROM import_run WHERE id = ?`).get(id);
  return found ? toRun(found) : null;
}

/** Lists the runs that went further than receiving, newest first; at most 100. */
export function importRuns(db: ReadableDb): ImportRun[] {
  const text = `SELECT ${runColumns} FROM import_run ORDER BY begun_at DESC, id DESC LIMIT 100`;
  return sql<RunRecord>(db, text).all().map(toRun);
}

/** Lists the runs in a state: those to resume, those never finished. */
export function importRunsIn(db: ReadableDb, state: ImportState): ImportRun[] {
  const text = `SELECT ${runColumns} FROM import_run WHERE state = ? ORDER BY begun_at`;
  return sql<RunRecord>(db, text).all(state).map(toRun);
}

/** Lists the files whose staged bytes nobody will read any more: the run ended, or was left unstarted since `before`. */
export function leftoverImports(db: ReadableDb, before: Instant): string[] {
  const rows = sql<{ id: string }>(
    db,
    `SELECT DISTINCT c.import_id AS id FROM import_chunk c LEFT JOIN import_run r ON r.id = c.import_id
     WHERE r.id IS NULL OR r.state IN ('DONE', 'CANCELLED', 'FAILED')
       OR (r.state IN ('RECEIVING', 'READY') AND r.begun_at < ?)`,
  ).all(before);
  return rows.map(({ id }) => id);
}

/** Reads up to one stored chunk of a file from a byte position on; null at the end. */
export function importBytes(db: ReadableDb, importId: string, position: number): Uint8Array | null {
  const found = sql<{ position: number; bytes: Uint8Array }>(
    db,
    `SELECT position, bytes FROM import_chunk WHERE import_id = ? AND position <= ?
     ORDER BY position DESC LIMIT 1`,
  ).get(importId, position);
  if (!found || position >= found.position + found.bytes.length) return null;
  return found.bytes.subarray(position - found.position);
}

/** Finds the client that a hashed identity became, if that client is still here. */
export function identityOf(
  db: ReadableDb,
  hash: Uint8Array,
): { readonly clientId: string; readonly run: number } | null {
  const found = sql<{ clientId: string; run: number }>(
    db,
    `SELECT i.client_id AS clientId, i.run
     FROM import_identity i JOIN client c ON c.id = i.client_id WHERE i.hash = ?`,
  ).get(hash);
  return found ?? null;
}

/** Finds a client on file with this phone, the oldest first; null where there is none. */
export function clientWithPhone(db: ReadableDb, phone: string): string | null {
  const found = sql<{ id: string }>(db, 'SELECT id FROM client WHERE phone = ? ORDER BY id LIMIT 1').get(
    phone,
  );
  return found?.id ?? null;
}

/** Reads one waiting row, or null. */
export function waitingRow(db: ReadableDb, id: string): WaitingRow | null {
  const found = sql<RunRecord>(db, 'SELECT * FROM import_row WHERE id = ?').get(id);
  return found ? toRow(found) : null;
}

/** Reads a page of a run's waiting rows in file order, after a row number and id. */
export function waitingRows(
  db: ReadableDb,
  importId: string,
  page: { readonly state: WaitingRow['state']; readonly offset: number; readonly limit: number },
): WaitingRow[] {
  const text = `SELECT * FROM import_row WHERE import_id = ? AND state = ?
    ORDER BY row_no, id LIMIT ? OFFSET ?`;
  return sql<RunRecord>(db, text).all(importId, page.state, page.limit, page.offset).map(toRow);
}

/** Returns the mapping last used for a set of headers, or null. */
export function rememberedMapping(db: ReadableDb, headerKey: string): MappedColumn[] | null {
  const found = sql<{ columns: string }>(db, 'SELECT columns FROM import_mapping WHERE header_key = ?').get(
    headerKey,
  );
  return found ? (JSON.parse(found.columns) as MappedColumn[]) : null;
}

/** Reads customer numbers kept by clients under a header, page by page in id order. */
export function clientRefs(
  db: ReadableDb,
  header: string,
  page: { readonly after: string; readonly limit: number },
): { readonly last: string | null; readonly refs: { readonly id: string; readonly ref: string }[] } {
  const rows = sql<{ id: string; extra: string }>(
    db,
    'SELECT id, extra FROM client WHERE id > ? ORDER BY id LIMIT ?',
  ).all(page.after, page.limit);
  const refs = rows.flatMap(({ id, extra }) => {
    const ref = extra === '{}' ? undefined : (JSON.parse(extra) as Record<string, string>)[header];
    return ref === undefined ? [] : [{ id, ref }];
  });
  return { last: rows.at(-1)?.id ?? null, refs };
}

function toRun(record: RunRecord): ImportRun {
  const number = (key: RowOutcome) => record[key] as number;
  return {
    number: record['number'] as number,
    id: record['id'] as string,
    state: record['state'] as ImportState,
    problem: record['problem'] as string | null,
    fileName: record['file_name'] as string,
    fileBytes: record['file_bytes'] as number,
    receivedBytes: record['received_bytes'] as number,
    sha256: record['sha256'] as string | null,
    inspection: parsed<Inspection>(record['inspection']),
    plan: parsed<ImportPlan>(record['plan']),
    managerId: record['manager_id'] as string,
    begunAt: record['begun_at'] as number,
    startedAt: record['started_at'] as number | null,
    finishedAt: record['finished_at'] as number | null,
    rowsTotal: record['rows_total'] as number | null,
    rowsDone: record['rows_done'] as number,
    counts: {
      imported: number('imported'),
      updated: number('updated'),
      unchanged: number('unchanged'),
      skipped: number('skipped'),
      duplicate: number('duplicate'),
      quarantined: number('quarantined'),
      discarded: number('discarded'),
    },
  };
}

function toRow(record: RunRecord): WaitingRow {
  return {
    id: record['id'] as string,
    importId: record['import_id'] as string,
    rowNo: record['row_no'] as number,
    state: record['state'] as WaitingRow['state'],
    cells: JSON.parse(record['cells'] as string) as string[],
    issues: JSON.parse(record['issues'] as string) as RowIssue[],
    matchedClientId: record['matched_client_id'] as string | null,
    matchedBy: record['matched_by'] as WaitingRow['matchedBy'],
    isMatchedInFile: record['matched_in_file'] === 1,
    identity: record['identity'] as Uint8Array,
  };
}

function parsed<Value>(text: unknown): Value | null {
  return text === null ? null : (JSON.parse(text as string) as Value);
}
