import type { ClientFields } from '#core/clients/client.ts';
import type { RowReading } from '#core/import/client-row.ts';
import { clientOfDraft, fillPatch, isCovered } from '#core/import/draft.ts';
import { noCounts, type DuplicateChoice, type RowOutcome } from '#core/import/outcome.ts';
import type { ImportPlan } from '#core/import/target.ts';
import { commitChange, type ChangeContext, type RowChange } from '#db/changes/commit.ts';
import { addImportCounts } from '#db/changes/import-runs.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { clientWithPhone, identityOf, waitingRow, type WaitingRow } from '#db/queries/imports.ts';
import { readRow } from '#db/rows.ts';

/** What writing imported rows needs besides the rows. */
export interface ImportContext extends ChangeContext {
  readonly managerId: string;
  /** Hashes an identity; SHA-256 shortened is enough. */
  readonly hash: (text: string) => Uint8Array;
}

/** The run a row belongs to, with what was stated about it. */
export interface ImportOrder {
  readonly importId: string;
  readonly plan: ImportPlan;
  /** What proves the consent of these people: file, digest, statement. */
  readonly evidence: string;
}

interface Match {
  readonly clientId: string;
  readonly by: 'PHONE' | 'REF' | 'SAME_ROW';
  readonly inFile: boolean;
}

/**
 * Takes a batch of rows in one transaction: clients with their change log, waiting rows, identities, progress.
 * Either all of it is durable when this returns, or none of it happened.
 */
export function importRows(
  db: WritableDb,
  context: ImportContext,
  order: ImportOrder,
  readings: readonly RowReading[],
): void {
  throughGate(db, () => {
    const counts = noCounts();
    for (const reading of readings) counts[settle(db, context, order, reading)] += 1;
    addImportCounts(db, order.importId, { rows: readings.length, counts });
  });
}

/** Takes a waiting row that was corrected; returns what became of it. Its first content counts as imported too. */
export function importCorrected(
  db: WritableDb,
  context: ImportContext,
  order: ImportOrder,
  corrected: { readonly row: WaitingRow; readonly reading: RowReading },
): RowOutcome {
  const { row, reading } = corrected;
  return throughGate(db, () => {
    removeWaiting(db, row.id);
    const outcome = settle(db, context, order, reading, row);
    move(db, row, outcome);
    return outcome;
  });
}

/** Settles a row whose client is known; returns what became of it. */
export function resolveDuplicate(
  db: WritableDb,
  context: ImportContext,
  order: ImportOrder,
  decided: { readonly row: WaitingRow; readonly reading: RowReading; readonly choice: DuplicateChoice },
): RowOutcome {
  const { row, reading, choice } = decided;
  return throughGate(db, () => {
    removeWaiting(db, row.id);
    const known = row.matchedClientId === null ? null : readRow(db, 'client', row.matchedClientId);
    const outcome =
      choice === 'NEW' || (choice === 'FILL' && !known)
        ? create(db, context, order, reading)
        : known && choice === 'FILL'
          ? fill(db, context, reading, { id: known.id, data: known.data })
          : 'skipped';
    if (known && outcome !== 'imported') remember(db, row.identity, known.id, order.importId);
    move(db, row, outcome);
    return outcome;
  });
}

/** Throws waiting rows away; what they held is gone. Returns how many there were. */
export function discardWaiting(db: WritableDb, rowIds: readonly string[]): number {
  return db
    .transaction(() => {
      const rows = rowIds.map((id) => waitingRow(db, id)).filter((row) => row !== null);
      for (const row of rows) {
        removeWaiting(db, row.id);
        move(db, row, 'discarded');
      }
      return rows.length;
    })
    .immediate();
}

/** Records which clients bear which customer numbers, so that a file finds them again. */
export function rememberRefs(
  db: WritableDb,
  importId: string,
  refs: readonly { readonly hash: Uint8Array; readonly clientId: string }[],
): void {
  db.transaction(() => {
    for (const { hash, clientId } of refs) {
      sql(
        db,
        'INSERT INTO import_identity (hash, client_id, import_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      ).run(hash, clientId, importId);
    }
  }).immediate();
}

/** Returns the text whose hash stands for a customer number. */
export function refIdentity(ref: string): string {
  return `ref\u0000${ref}`;
}

function settle(
  db: WritableDb,
  context: ImportContext,
  order: ImportOrder,
  reading: RowReading,
  from: WaitingRow | null = null,
): RowOutcome {
  const identity = context.hash(`row\u0000${reading.identity}`);
  const first = from?.identity ?? identity;
  const seen = identityOf(db, identity);
  if (seen && seen.importId !== order.importId) return 'unchanged';
  const rowId = from?.id ?? context.newId();
  if (reading.issues.length > 0) {
    wait(db, order, { id: rowId, reading, identity: first, match: null });
    return 'quarantined';
  }
  const match: Match | null = seen
    ? { clientId: seen.clientId, by: 'SAME_ROW', inFile: true }
    : findMatch(db, context, order, reading);
  if (!match) return create(db, context, order, reading, first);
  const outcome = settleKnown(db, context, order, { reading, match });
  if (outcome === 'duplicate') wait(db, order, { id: rowId, reading, identity: first, match });
  else for (const hash of [identity, first]) remember(db, hash, match.clientId, order.importId);
  return outcome;
}

function findMatch(
  db: WritableDb,
  context: ImportContext,
  { importId }: ImportOrder,
  reading: RowReading,
): Match | null {
  const { phone } = reading.draft;
  const byRef = reading.ref === null ? null : identityOf(db, context.hash(refIdentity(reading.ref)));
  if (byRef) return { clientId: byRef.clientId, by: 'REF', inFile: byRef.importId === importId };
  if (phone === null) return null;
  const imported = identityOf(db, context.hash(phoneIdentity(phone)));
  const clientId = clientWithPhone(db, phone) ?? imported?.clientId;
  if (clientId === undefined) return null;
  const inFile = imported?.clientId === clientId && imported.importId === importId;
  return { clientId, by: 'PHONE', inFile };
}

/** A row of a known client: nothing new, or as the plan says. A second one in the same file is always offered. */
function settleKnown(
  db: WritableDb,
  context: ImportContext,
  { plan }: ImportOrder,
  { reading, match }: { readonly reading: RowReading; readonly match: Match },
): RowOutcome {
  const known = readRow(db, 'client', match.clientId);
  if (!known) throw new Error(`Client ${match.clientId} vanished inside a transaction.`);
  if (!match.inFile && isCovered(reading.draft, known.data, reading.isNameGenerated)) return 'unchanged';
  if (plan.onDuplicate === 'SKIP') return 'skipped';
  if (plan.onDuplicate === 'FILL') return fill(db, context, reading, known);
  return 'duplicate';
}

function create(
  db: WritableDb,
  context: ImportContext,
  order: ImportOrder,
  reading: RowReading,
  first: Uint8Array | null = null,
): RowOutcome {
  const id = context.newId();
  const data = clientOfDraft(reading.draft, context.managerId);
  const consents = order.plan.marketingChannels.map((channel): RowChange => ({
    op: 'create',
    entity: 'consent',
    id: context.newId(),
    data: {
      clientId: id,
      channel,
      purpose: 'MARKETING',
      given: true,
      evidence: order.evidence,
      recordedBy: context.managerId,
      recordedAt: context.now,
      expiresAt: null,
    },
  }));
  commitChange(db, context, 'client.import', [{ op: 'create', entity: 'client', id, data }, ...consents]);
  remember(db, context.hash(`row\u0000${reading.identity}`), id, order.importId);
  if (first) remember(db, first, id, order.importId);
  if (reading.ref !== null) remember(db, context.hash(refIdentity(reading.ref)), id, order.importId);
  if (data.phone !== null) remember(db, context.hash(phoneIdentity(data.phone)), id, order.importId);
  return 'imported';
}

function fill(
  db: WritableDb,
  context: ImportContext,
  reading: RowReading,
  known: { readonly id: string; readonly data: ClientFields },
): RowOutcome {
  const patch = fillPatch(reading.draft, known.data);
  if (!patch) return 'unchanged';
  commitChange(db, context, 'client.fill', [{ op: 'patch', entity: 'client', id: known.id, patch }]);
  return 'updated';
}

/** The first client of an identity keeps it, unless that client is gone. */
function remember(db: WritableDb, hash: Uint8Array, clientId: string, importId: string): void {
  sql(
    db,
    `INSERT INTO import_identity (hash, client_id, import_id) VALUES (?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET client_id = excluded.client_id, import_id = excluded.import_id
     WHERE NOT EXISTS (SELECT 1 FROM client WHERE id = import_identity.client_id)`,
  ).run(hash, clientId, importId);
}

/** Puts a row aside; the same row waiting since an earlier run gives way to this one. */
function wait(
  db: WritableDb,
  { importId }: ImportOrder,
  row: {
    readonly id: string;
    readonly reading: RowReading;
    readonly identity: Uint8Array;
    readonly match: Match | null;
  },
): void {
  const { reading, match, identity } = row;
  const older = sql<{ id: string }>(
    db,
    'SELECT id FROM import_row WHERE identity = ? AND import_id <> ?',
  ).all(identity, importId);
  discardWaiting(
    db,
    older.map(({ id }) => id),
  );
  sql(
    db,
    `INSERT INTO import_row (id, import_id, row_no, state, cells, issues, matched_client_id, matched_by,
       matched_in_file, identity) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row.id,
    importId,
    reading.rowNo,
    match ? 'DUPLICATE' : 'QUARANTINED',
    JSON.stringify(reading.texts),
    JSON.stringify(reading.issues),
    match?.clientId ?? null,
    match?.by ?? null,
    match?.inFile ? 1 : 0,
    identity,
  );
}

function removeWaiting(db: WritableDb, rowId: string): void {
  sql(db, 'DELETE FROM import_row WHERE id = ?').run(rowId);
}

function move(db: WritableDb, row: WaitingRow, to: RowOutcome): void {
  const counts = noCounts();
  counts[row.state === 'DUPLICATE' ? 'duplicate' : 'quarantined'] -= 1;
  counts[to] += 1;
  addImportCounts(db, row.importId, { rows: 0, counts });
}

function phoneIdentity(phone: string): string {
  return `phone\u0000${phone}`;
}
