import { ORPCError } from '@orpc/server';
import { scopeOf } from '#core/sync/entities.ts';
import { isKnownMutation, type Mutation, type MutationResult } from '#core/sync/protocol.ts';
import type { CentreContext } from '#central/context.ts';
import { keyOf, type Decision, type StoredDecision } from '#central/store/shapes.ts';
import type { Transaction } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import { decideGroup, type Answer } from '#central/sync/decide.ts';
import { grantsOf } from '#central/sync/grants.ts';
import { Held } from '#central/sync/held.ts';
import { openLedger, type Ledger } from '#central/sync/ledger.ts';
import { payloadHash, pushHash } from '#central/sync/payload.ts';
import { epochChanged } from '#central/sync/position.ts';
import { voidSurplusTests } from '#central/sync/test-limits.ts';
import { toWire } from '#central/sync/wire-row.ts';

export interface PushInput {
  readonly mutations: readonly Mutation[];
  /** Counts the device's pushes; left out, copies of the device go unnoticed. */
  readonly pushNo?: number | undefined;
  /** The history the bases are numbers of; left out, they are taken to be of this one. */
  readonly epoch?: string | undefined;
}

export interface Pushed {
  readonly epoch: string;
  readonly results: MutationResult[];
}

/** What one push is made of, the same for all attempts to store it. */
interface Work extends PushInput {
  readonly author: Author;
  readonly now: number;
  readonly hashes: ReadonlyMap<Mutation, Buffer>;
  readonly hash: Buffer;
  readonly held: Held;
  readonly isUnstorable: boolean;
}

/** The most mutations of several groups; one group alone may be larger. */
const manyGroupsLimit = 500;

/**
 * Takes a device's mutations in one transaction, exactly once each, groups all or none (sync.md §2.1–2.4, §2.7).
 * A group the store itself cannot keep fails alone: the push is then repeated group by group. Throws FORKED when
 * another copy of the device used this push's number, EPOCH_CHANGED when its bases are of another history.
 */
export async function push(centre: CentreContext, author: Author, input: PushInput): Promise<Pushed> {
  const { mutations } = input;
  const groups = groupsOf(mutations);
  if (mutations.length > manyGroupsLimit && groups.length > 1)
    throw new ORPCError('BAD_REQUEST', { status: 400 });
  const hashes = new Map(mutations.map((mutation) => [mutation, payloadHash(mutation)]));
  const hash = pushHash(hashes.values());
  const work = { ...input, author, now: centre.clock(), hashes, hash, held: new Held(), isUnstorable: false };
  try {
    return await commit(centre, work);
  } catch (error) {
    if (!centre.store.isUnstorable(error)) throw error;
    return pushApart(centre, { ...work, held: new Held() }, groups);
  }
}

function commit(centre: CentreContext, work: Work): Promise<Pushed> {
  return centre.store.write(work.author.tenantId, (tx) => pushIn(tx, centre, work));
}

async function pushApart(centre: CentreContext, work: Work, groups: readonly Mutation[][]): Promise<Pushed> {
  let epoch = '';
  const results = new Map<string, MutationResult>();
  for (const mutations of groups) {
    const pushed = await commit(centre, { ...work, mutations }).catch((error: unknown) => {
      if (!centre.store.isUnstorable(error)) throw error;
      return commit(centre, { ...work, mutations, isUnstorable: true });
    });
    epoch = pushed.epoch;
    for (const result of pushed.results) results.set(result.mid, result);
  }
  return { epoch, results: work.mutations.flatMap(({ mid }) => results.get(mid) ?? []) };
}

async function pushIn(tx: Transaction, centre: CentreContext, work: Work): Promise<Pushed> {
  const { author, mutations, hashes, held, isUnstorable } = work;
  const { epoch, seq } = await tx.lockCounter();
  await refuseStranger(tx, work, epoch);
  const mids = mutations.map(({ mid }) => mid);
  const stored = await tx.decisions(author.familyId, mids);
  const replays = new Map(stored.map((decision) => [decision.mid, decision]));
  const ledger = await load(tx, centre, { ...work, seq });
  const onHashMismatch = (mid: string): void => centre.onHashMismatch(author, mid);
  const judging = { schema: centre.schema, replays, hashes, held, isUnstorable, onHashMismatch };
  const answers = new Map<string, Answer>();
  for (const group of groupsOf(mutations)) {
    const fresh = group.filter(({ mid }) => !answers.has(mid));
    for (const [mid, answer] of decideGroup(ledger, judging, fresh)) answers.set(mid, answer);
  }
  await voidSurplusTests(tx, ledger);
  await write(tx, ledger, { work, answers, from: seq });
  return {
    epoch,
    results: mutations.map((mutation) => resultOf(ledger, mutation, answers.get(mutation.mid))),
  };
}

/** Refuses a push whose numbers are of another history, or whose count another copy of the device has used. */
async function refuseStranger(tx: Transaction, work: Work, epoch: string): Promise<void> {
  const { author, epoch: known = epoch, pushNo: no, hash } = work;
  if (known !== epoch) throw epochChanged(await tx.epochs(), { known, current: epoch });
  if (no === undefined || (await tx.admitPush(author.deviceId, { no, hash }))) return;
  throw new ORPCError('FORKED', { status: 409 });
}

/** Opens the ledger over the rows and grants these mutations touch. */
async function load(
  tx: Transaction,
  { newId }: CentreContext,
  { author, now, mutations, seq }: Work & { readonly seq: number },
): Promise<Ledger> {
  const known = mutations.filter(isKnownMutation);
  const keys = new Map(known.map(({ entity, id }) => [keyOf({ entity, id }), { entity, id }]));
  const records = await tx.records([...keys.values()].filter(({ id }) => !id.includes('\0')));
  const created = known
    .filter(({ op }) => op === 'create')
    .map(({ entity, id, patch }) => scopeOf(entity, id, patch));
  const scopes = new Set([...created, ...records.map(({ scope }) => scope)]);
  const named = [...scopes].filter((scope) => !scope.includes('\0'));
  const grants = grantsOf(await tx.grants(author.managerId, named));
  return openLedger({ author, now, newId, seq, records, grants });
}

interface Written {
  readonly work: Work;
  readonly answers: ReadonlyMap<string, Answer>;
  readonly from: number;
}

async function write(tx: Transaction, ledger: Ledger, { work, answers, from }: Written): Promise<void> {
  if (ledger.seq > from) {
    await tx.moveCounter(ledger.seq);
    await tx.writeRecords([...ledger.changed.values()]);
    await tx.writeGrantChanges(ledger.grantChanges, work.now);
  }
  const fresh = new Map<string, StoredDecision>();
  for (const mutation of work.mutations) {
    const decision = decisionOf(answers.get(mutation.mid));
    const hash = work.hashes.get(mutation);
    const { mid } = mutation;
    if (decision && hash && !fresh.has(mid)) fresh.set(mid, { mid, hash, decision });
  }
  await tx.writeDecisions(work.author.familyId, [...fresh.values()], work.now);
}

/** What is to be remembered of an answer: nothing new of a replay, nothing at all of what is held. */
function decisionOf(answer: Answer | undefined): Decision | null {
  if (!answer || answer.isReplay || answer.status === 'held') return null;
  const { status, code, detail } = answer;
  return { status, code, detail };
}

function resultOf(ledger: Ledger, mutation: Mutation, answer: Answer | undefined): MutationResult {
  if (!answer) throw new Error('A mutation was left undecided.');
  const { status, code, detail, isReplay } = answer;
  const isDone = status === 'applied' || status === 'merged';
  const record = isDone ? ledger.get(mutation) : undefined;
  return {
    mid: mutation.mid,
    status: isReplay && isDone ? 'duplicate' : status,
    code,
    detail,
    row: record && ledger.isOpen(record.scope) ? toWire(record) : null,
  };
}

function groupsOf(mutations: readonly Mutation[]): Mutation[][] {
  return [...Map.groupBy(mutations, ({ group }) => group).values()];
}
