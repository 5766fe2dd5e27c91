import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { canonicalJson } from '#core/sync/canonical.ts';
import { scopeOf } from '#core/sync/entities.ts';
import {
  isKnownMutation,
  type Mutation,
  type MutationResult,
  type RefusalCode,
} from '#core/sync/protocol.ts';
import type { Instant } from '#core/base/time.ts';
import { inTransaction, rows } from '#central/database.ts';
import { applyMutation, type Outcome } from '#central/sync/apply.ts';
import type { Author } from '#central/sync/author.ts';
import { lockCounter, moveCounter } from '#central/sync/counter.ts';
import { loadGrants, writeGrantChanges } from '#central/sync/grants.ts';
import { openLedger, type Ledger } from '#central/sync/ledger.ts';
import { keyOf, loadRecords, toWire, writeRecords } from '#central/sync/records.ts';
import { Refusal } from '#central/sync/refusal.ts';

/** What was decided about a mutation; stored and answered again on a replay. */
interface Decision {
  readonly status: Outcome | 'rejected';
  readonly code: RefusalCode | null;
  readonly detail: string | null;
}

interface Answer extends Decision {
  readonly isReplay: boolean;
}

export interface PushContext {
  readonly pool: Pool;
  readonly now: Instant;
  readonly newId: () => string;
  /** Told about a mutation that came twice with different content: a defect or a forgery. */
  readonly onHashMismatch: (mid: string) => void;
}

export interface Pushed {
  readonly epoch: string;
  readonly results: MutationResult[];
}

/**
 * Takes a device's mutations in one transaction, exactly once each, groups all or none (sync.md §2.1–2.4, §2.7).
 * A group PostgreSQL itself cannot store fails alone: the push is then repeated group by group.
 */
export async function push(
  context: PushContext,
  author: Author,
  mutations: readonly Mutation[],
): Promise<Pushed> {
  try {
    return await inTransaction(context.pool, (db) => pushIn(db, context, { author, mutations }));
  } catch (error) {
    if (!isDataError(error)) throw error;
    return pushApart(context, author, mutations);
  }
}

async function pushApart(
  context: PushContext,
  author: Author,
  mutations: readonly Mutation[],
): Promise<Pushed> {
  const groups = groupsOf(mutations);
  let epoch = '';
  const results = new Map<string, MutationResult>();
  for (const group of groups) {
    const one = { author, mutations: group };
    const pushed = await inTransaction(context.pool, (db) => pushIn(db, context, one)).catch(
      (error: unknown) => {
        if (!isDataError(error)) throw error;
        return inTransaction(context.pool, (db) => pushIn(db, context, { ...one, isUnstorable: true }));
      },
    );
    epoch = pushed.epoch;
    for (const result of pushed.results) results.set(result.mid, result);
  }
  return { epoch, results: mutations.flatMap(({ mid }) => results.get(mid) ?? []) };
}

interface PushInput {
  readonly author: Author;
  readonly mutations: readonly Mutation[];
  readonly isUnstorable?: boolean;
}

async function pushIn(db: PoolClient, context: PushContext, input: PushInput): Promise<Pushed> {
  const { author, mutations } = input;
  const { epoch, seq } = await lockCounter(db, author.tenantId);
  const replays = await loadDecisions(db, author, mutations);
  const ledger = await load(db, context, { author, mutations, seq });
  const answers = new Map<string, Answer>();
  for (const group of groupsOf(mutations)) {
    decideGroup(ledger, { group, replays, answers, context, isUnstorable: input.isUnstorable ?? false });
  }
  await write(db, ledger, { mutations, answers, from: seq });
  return {
    epoch,
    results: mutations.map((mutation) => resultOf(ledger, mutation, answers.get(mutation.mid))),
  };
}

async function load(
  db: PoolClient,
  { now, newId }: PushContext,
  { author, mutations, seq }: PushInput & { readonly seq: number },
): Promise<Ledger> {
  const known = mutations.filter(isKnownMutation);
  const keys = new Map(known.map(({ entity, id }) => [keyOf({ entity, id }), { entity, id }]));
  const records = await loadRecords(
    db,
    author.tenantId,
    [...keys.values()].filter(({ id }) => !id.includes('\0')),
  );
  const created = known
    .filter(({ op }) => op === 'create')
    .map(({ entity, id, patch }) => scopeOf(entity, id, patch));
  const scopes = new Set([...created, ...records.map(({ scope }) => scope)]);
  const named = [...scopes].filter((scope) => !scope.includes('\0'));
  const grants = await loadGrants(db, author, named);
  return openLedger({ author, now, newId, seq, records, grants });
}

interface GroupInput {
  readonly group: readonly Mutation[];
  readonly replays: ReadonlyMap<string, StoredDecision>;
  readonly answers: Map<string, Answer>;
  readonly context: PushContext;
  readonly isUnstorable: boolean;
}

/** Decides one group: replays keep their answer, the rest is taken together or not at all. */
function decideGroup(ledger: Ledger, input: GroupInput): void {
  const { group, answers } = input;
  const fork = ledger.fork();
  const fresh: string[] = [];
  let failure: { readonly mid: string; readonly decision: Decision } | null = null;
  for (const mutation of group) {
    if (answers.has(mutation.mid)) continue;
    const replay = input.replays.get(mutation.mid);
    if (!replay) fresh.push(mutation.mid);
    const decision = decide(fork, mutation, input);
    answers.set(mutation.mid, { ...decision, isReplay: replay !== undefined });
    if (decision.status === 'rejected') failure ??= { mid: mutation.mid, decision };
  }
  if (!failure) return ledger.absorb(fork);
  for (const mid of fresh) {
    if (mid === failure.mid) continue;
    const detail = `companion ${failure.mid}: ${failure.decision.code}`;
    answers.set(mid, { status: 'rejected', code: 'GROUP_FAILED', detail, isReplay: false });
  }
}

function decide(fork: Ledger, mutation: Mutation, { replays, context, isUnstorable }: GroupInput): Decision {
  const replay = replays.get(mutation.mid);
  if (replay?.hash.equals(payloadHash(mutation))) return replay.decision;
  if (replay) {
    context.onHashMismatch(mutation.mid);
    return refused('HASH_MISMATCH', 'mid: was used for another mutation');
  }
  if (!isKnownMutation(mutation)) return refused('INVALID', 'entity: unknown here');
  if (isUnstorable) return refused('INVALID', 'row: cannot be stored');
  try {
    return { status: applyMutation(fork, mutation), code: null, detail: null };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.code, error.detail);
    throw error;
  }
}

function refused(code: RefusalCode, detail: string): Decision {
  return { status: 'rejected', code, detail };
}

interface Written {
  readonly mutations: readonly Mutation[];
  readonly answers: ReadonlyMap<string, Answer>;
  readonly from: number;
}

async function write(db: PoolClient, ledger: Ledger, { mutations, answers, from }: Written): Promise<void> {
  const { tenantId } = ledger.author;
  if (ledger.seq > from) {
    await moveCounter(db, tenantId, ledger.seq);
    await writeRecords(db, tenantId, [...ledger.changed.values()]);
    await writeGrantChanges(db, { tenantId, now: ledger.now }, ledger.grantChanges);
  }
  const fresh = new Map(mutations.map((mutation) => [mutation.mid, mutation]));
  for (const [mid, { isReplay }] of answers) if (isReplay) fresh.delete(mid);
  await writeDecisions(db, ledger, { mutations: [...fresh.values()], answers });
}

function resultOf(ledger: Ledger, mutation: Mutation, answer: Answer | undefined): MutationResult {
  if (!answer) throw new Error('A mutation was left undecided.');
  const { status, code, detail, isReplay } = answer;
  const isHere = status !== 'rejected' && isKnownMutation(mutation);
  const record = isHere ? ledger.get(mutation) : undefined;
  return {
    mid: mutation.mid,
    status: isReplay && status !== 'rejected' ? 'duplicate' : status,
    code,
    detail,
    row: record && ledger.isOpen(record.scope) ? toWire(record) : null,
  };
}

interface StoredDecision {
  readonly hash: Buffer;
  readonly decision: Decision;
}

async function loadDecisions(
  db: PoolClient,
  { tenantId, deviceId }: Author,
  mutations: readonly Mutation[],
): Promise<Map<string, StoredDecision>> {
  const found = await rows<{ mid: string; payload_hash: Buffer; result: Decision }>(
    db,
    'SELECT mid, payload_hash, result FROM applied WHERE tenant_id = $1 AND device_id = $2 AND mid = ANY ($3)',
    [tenantId, deviceId, mutations.map(({ mid }) => mid)],
  );
  return new Map(found.map(({ mid, payload_hash: hash, result }) => [mid, { hash, decision: result }]));
}

async function writeDecisions(
  db: PoolClient,
  { author: { tenantId, deviceId }, now }: Ledger,
  { mutations, answers }: Omit<Written, 'from'>,
): Promise<void> {
  if (mutations.length === 0) return;
  const results = mutations.map(({ mid }) => {
    const { status, code, detail } = answers.get(mid) as Answer;
    return JSON.stringify({ status, code, detail });
  });
  await rows(
    db,
    `INSERT INTO applied (tenant_id, device_id, mid, payload_hash, result, at)
     SELECT $1, $2, mid, hash, result, $6 FROM unnest($3::text[], $4::bytea[], $5::jsonb[]) AS a (mid, hash, result)`,
    [tenantId, deviceId, mutations.map(({ mid }) => mid), mutations.map(payloadHash), results, now],
  );
}

function payloadHash(mutation: Mutation): Buffer {
  return createHash('sha256').update(canonicalJson(mutation)).digest();
}

function groupsOf(mutations: readonly Mutation[]): Mutation[][] {
  return [...Map.groupBy(mutations, ({ group }) => group).values()];
}

/** SQLSTATE class 22: the values, not the database, are at fault. */
function isDataError(error: unknown): boolean {
  return String((error as { code?: unknown }).code ?? '').startsWith('22');
}
