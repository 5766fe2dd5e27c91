import type { ClientFields } from '#core/clients/client.ts';
import type { RowReading } from '#core/import/client-row.ts';
import { clientOfDraft, fillPatch, isCovered } from '#core/import/draft.ts';
import type { RowOutcome } from '#core/import/outcome.ts';
import type { ImportPlan } from '#core/import/target.ts';
import { writeChange, type ChangeContext, type RowChange } from '#db/changes/commit.ts';
import type { TouchedRow } from '#db/changes/derive.ts';
import { phoneIdentity, refIdentity, rememberIdentity, rowIdentity } from '#db/changes/import-identity.ts';
import { putAside, type Match } from '#db/changes/import-waiting.ts';
import type { WritableDb } from '#db/handles.ts';
import { clientWithPhone, identityOf, type WaitingRow } from '#db/queries/imports.ts';
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
  /** The run's number, see `ImportRun`. */
  readonly run: number;
  readonly plan: ImportPlan;
  /** What proves the consent of these people: file, digest, statement. */
  readonly evidence: string;
}

/** Work inside one open gate; whoever opened it derives for `touched` before it closes. */
export interface ImportWork {
  readonly db: WritableDb;
  readonly context: ImportContext;
  readonly order: ImportOrder;
  readonly touched: TouchedRow[];
}

/**
 * Takes one row: seen before, put aside, matched with a client on file, or a new client (IM6, IM7, IM9).
 * `from` is the waiting row it was corrected from: what it held at first counts as imported, too.
 */
export function settleRow(work: ImportWork, reading: RowReading, from: WaitingRow | null): RowOutcome {
  const { db, context, order } = work;
  const identity = context.hash(rowIdentity(reading.identity));
  const first = from?.identity ?? identity;
  const seen = identityOf(db, identity);
  if (seen && seen.run !== order.run) return 'unchanged';
  const aside = (match: Match | null) =>
    putAside(db, {
      id: from?.id ?? context.newId(),
      importId: order.importId,
      reading,
      identity: first,
      match,
    });
  if (reading.issues.length > 0) {
    aside(null);
    return 'quarantined';
  }
  const match = seen ? sameRow(seen.clientId) : findMatch(work, reading);
  if (!match) return createClient(work, reading, first);
  const outcome = settleKnown(work, reading, match);
  if (outcome === 'duplicate') aside(match);
  else remember(work, match.clientId, [identity, first]);
  return outcome;
}

/** Makes a row a client of this manager, with the consents that the plan states. */
export function createClient(work: ImportWork, reading: RowReading, first: Uint8Array | null): RowOutcome {
  const { context } = work;
  const id = context.newId();
  const data = clientOfDraft(reading.draft, context.managerId);
  const client: RowChange = { op: 'create', entity: 'client', id, data };
  write(work, 'client.import', [client, ...consentsOf(work, id)]);
  const texts = [rowIdentity(reading.identity)];
  if (reading.ref !== null) texts.push(refIdentity(reading.ref));
  if (data.phone !== null) texts.push(phoneIdentity(data.phone));
  remember(work, id, texts.map(context.hash));
  if (first) remember(work, id, [first]);
  return 'imported';
}

/** Fills what the client on file has empty with what the row says. */
export function fillClient(
  work: ImportWork,
  reading: RowReading,
  known: { readonly id: string; readonly data: ClientFields },
): RowOutcome {
  const patch = fillPatch(reading.draft, known.data);
  if (!patch) return 'unchanged';
  write(work, 'client.fill', [{ op: 'patch', entity: 'client', id: known.id, patch }]);
  return 'updated';
}

/** Remembers what identities became. */
export function remember({ db, order }: ImportWork, clientId: string, hashes: readonly Uint8Array[]): void {
  for (const hash of hashes) rememberIdentity(db, hash, { clientId, run: order.run });
}

/** A row of a known client: nothing new, or as the plan says. A second one in the same file is always offered. */
function settleKnown({ db, ...work }: ImportWork, reading: RowReading, match: Match): RowOutcome {
  const known = readRow(db, 'client', match.clientId);
  if (!known) throw new Error(`Client ${match.clientId} vanished inside a transaction.`);
  const { onDuplicate } = work.order.plan;
  if (!match.inFile && isCovered(reading.draft, known.data, reading.isNameGenerated)) return 'unchanged';
  if (onDuplicate === 'SKIP') return 'skipped';
  return onDuplicate === 'FILL' ? fillClient({ db, ...work }, reading, known) : 'duplicate';
}

function findMatch({ db, context, order }: ImportWork, reading: RowReading): Match | null {
  const { phone } = reading.draft;
  const byRef = reading.ref === null ? null : identityOf(db, context.hash(refIdentity(reading.ref)));
  if (byRef) return { clientId: byRef.clientId, by: 'REF', inFile: byRef.run === order.run };
  if (phone === null) return null;
  const imported = identityOf(db, context.hash(phoneIdentity(phone)));
  const clientId = clientWithPhone(db, phone) ?? imported?.clientId;
  if (clientId === undefined) return null;
  return { clientId, by: 'PHONE', inFile: imported?.clientId === clientId && imported.run === order.run };
}

function sameRow(clientId: string): Match {
  return { clientId, by: 'SAME_ROW', inFile: true };
}

function consentsOf({ context, order }: ImportWork, clientId: string): RowChange[] {
  return order.plan.marketingChannels.map((channel) => ({
    op: 'create',
    entity: 'consent',
    id: context.newId(),
    data: {
      clientId,
      channel,
      purpose: 'MARKETING',
      given: true,
      evidence: order.evidence,
      recordedBy: context.managerId,
      recordedAt: context.now,
      expiresAt: null,
    },
  }));
}

function write({ db, context, touched }: ImportWork, command: string, changes: readonly RowChange[]): void {
  touched.push(...writeChange(db, context, { command, changes }));
}
