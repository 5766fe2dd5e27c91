import { canonicalJson } from '#core/sync/canonical.ts';
import { entities, scopeOf } from '#core/sync/entities.ts';
import { clampHlc, lostByDelete, mergePatch, type FieldMark, type LostValue } from '#core/sync/merge.ts';
import type { KnownMutation } from '#core/sync/protocol.ts';
import { readHlc } from '#core/sync/hlc.ts';
import type { RowFields, StoredRecord } from '#central/store/shapes.ts';
import { changeEventHosts, openNewScope } from '#central/sync/event-hosts.ts';
import type { Ledger } from '#central/sync/ledger.ts';
import { Refusal } from '#central/sync/refusal.ts';
import { isScopeRoot } from '#central/sync/schema.ts';
import { checkId, checkPart, checkSize, checkWhole } from '#central/sync/validate.ts';

export type Outcome = 'applied' | 'merged';

type Living = StoredRecord & { readonly data: RowFields };

interface Intent {
  readonly mutation: KnownMutation;
  /** The intent's clock, clamped. */
  readonly hlc: string;
}

/** Applies one mutation to the ledger; throws a `Refusal` where it cannot be taken (sync.md §2.3, §2.9, §2.13). */
export function applyMutation(ledger: Ledger, mutation: KnownMutation): Outcome {
  const hlc = clampHlc(mutation.hlc, ledger.author.contactFloor, ledger.now);
  if (hlc === null) throw new Refusal('INVALID', 'hlc: unreadable');
  checkId(mutation.id);
  refuseUnwritable(mutation);
  const intent = { mutation, hlc };
  if (mutation.op === 'create') return create(ledger, intent);
  const record = living(ledger, mutation);
  refuseForeign(ledger, intent, record.scope);
  return mutation.op === 'patch' ? patch(ledger, intent, record) : remove(ledger, intent, record);
}

function refuseUnwritable({ entity, op }: KnownMutation): void {
  const { merge } = entities[entity];
  if (merge === 'central') throw new Refusal('READ_ONLY', `${entity}: written by the centre only`);
  if (merge === 'fact' && op !== 'create')
    throw new Refusal('READ_ONLY', `${entity}: a fact is never changed`);
}

function create(ledger: Ledger, intent: Intent): Outcome {
  const { entity, id } = intent.mutation;
  const data = newData(ledger, intent.mutation);
  const existing = ledger.get({ entity, id });
  if (existing) return acceptSame(existing, data);
  const scope = scopeOf(entity, id, data);
  const isRoot = isScopeRoot(intent.mutation);
  if (!isRoot) refuseForeign(ledger, intent, scope);
  const seq = ledger.takeSeq();
  ledger.put({ entity, id, scope, seq, data, marks: { '*': markOf(ledger, intent, seq) } });
  if (isRoot) openNewScope(ledger, { scope, seq, data });
  return 'applied';
}

/** A device's new client is its manager's; the centre's own fields of a fact start empty. */
function newData({ author }: Ledger, { entity, patch: given }: KnownMutation): RowFields {
  const forced = entity === 'client' ? { ...given, ownerManagerId: author.managerId } : given;
  const data = checkWhole(entity, forced);
  const { merge, centralFields } = entities[entity];
  const taken =
    merge === 'fact' ? (centralFields as readonly string[]).filter((field) => data[field] !== null) : [];
  if (taken.length > 0) throw new Refusal('INVALID', `${taken.join(', ')}: written by the centre only`);
  return data;
}

/**
 * The same row made twice is one row: devices that draw the same conclusion make it under the same id. What was changed
 * since stays as it is.
 */
function acceptSame({ data: known, marks }: StoredRecord, data: RowFields): Outcome {
  if (known === null) throw new Refusal('GONE', 'id: was deleted and is never used again');
  const asMade = (fields: RowFields): string =>
    canonicalJson(Object.fromEntries(Object.entries(fields).filter(([field]) => !(field in marks))));
  if (asMade(known) === asMade(data)) return 'applied';
  throw new Refusal('ID_TAKEN', 'id: another row has it');
}

function patch(ledger: Ledger, intent: Intent, record: Living): Outcome {
  const { entity, patch: given } = intent.mutation;
  const changed = checkPart(entity, given);
  refuseMove(record, changed);
  const { changes, lost } = mergePatch(record, { ...whoAndWhen(ledger, intent), patch: changed });
  if (Object.keys(changes).length > 0) {
    const seq = ledger.takeSeq();
    const mark = markOf(ledger, intent, seq);
    const marks = {
      ...record.marks,
      ...Object.fromEntries(Object.keys(changes).map((field) => [field, mark])),
    };
    const data = checkSize({ ...record.data, ...changes });
    ledger.put({ ...record, seq, data, marks });
    if ('hostManagerIds' in changes) changeEventHosts(ledger, record, data);
  }
  return keepLost(ledger, record, lost);
}

/** A row stays with the client or event it was made for. */
function refuseMove(record: Living, changed: RowFields): void {
  const moved = scopeOf(record.entity, record.id, { ...record.data, ...changed });
  const field = entities[record.entity].scopeField;
  if (moved !== record.scope) throw new Refusal('INVALID', `${field}: never changes`);
}

function remove(ledger: Ledger, intent: Intent, record: Living): Outcome {
  if (Object.keys(intent.mutation.patch).length > 0) throw new Refusal('INVALID', 'patch: a delete has none');
  const lost = lostByDelete(record, whoAndWhen(ledger, intent));
  const seq = ledger.takeSeq();
  ledger.put({ ...record, seq, data: null, marks: { '*': markOf(ledger, intent, seq) } });
  return keepLost(ledger, record, lost);
}

function living(ledger: Ledger, { entity, id }: KnownMutation): Living {
  const record = ledger.get({ entity, id });
  if (!record) throw new Refusal('GONE', 'id: there is no such row');
  if (record.data === null) throw new Refusal('GONE', 'id: was deleted');
  return { ...record, data: record.data };
}

/**
 * Refuses what was authored without access. Work done while the grant stood is taken even after it ended:
 * the device had not been told yet, or the clamped intent is older than the end.
 */
function refuseForeign(ledger: Ledger, { mutation, hlc }: Intent, scope: string): void {
  if (ledger.isOpen(scope)) return;
  const ended = ledger.endedGrant(scope);
  const isRootDelete = mutation.op === 'delete' && isScopeRoot(mutation);
  const couldKnow = !ended || ledger.author.ackedSeq >= ended.toSeq;
  const isLater = !ended || (readHlc(hlc)?.ms ?? Infinity) > ended.endedAt;
  if (isRootDelete || (couldKnow && isLater))
    throw new Refusal('NO_ACCESS', 'scope: not granted to this manager');
}

function keepLost(ledger: Ledger, { entity, id, scope }: StoredRecord, lost: readonly LostValue[]): Outcome {
  for (const { winner, loser, ...rest } of lost) {
    const data = {
      ...rest,
      aboutScope: scope,
      entity,
      rowId: id,
      winner: canonicalJson(winner),
      loser: canonicalJson(loser),
      decidedAt: ledger.now,
    };
    ledger.put({ entity: 'conflict', id: ledger.newId(), scope, seq: ledger.takeSeq(), data, marks: {} });
  }
  return lost.length > 0 ? 'merged' : 'applied';
}

function markOf({ author }: Ledger, { hlc }: Intent, seq: number): FieldMark {
  return [seq, hlc, author.deviceId, author.managerId];
}

function whoAndWhen(
  { author: { deviceId, managerId } }: Ledger,
  { mutation: { base }, hlc }: Intent,
): { base: number; hlc: string; deviceId: string; managerId: string } {
  return { base, hlc, deviceId, managerId };
}
