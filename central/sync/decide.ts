import { isKnownMutation, type Mutation, type RefusalCode } from '#core/sync/protocol.ts';
import type { Decision, StoredDecision } from '#central/store/shapes.ts';
import { applyMutation } from '#central/sync/apply.ts';
import type { Held } from '#central/sync/held.ts';
import type { Ledger } from '#central/sync/ledger.ts';
import { Refusal } from '#central/sync/refusal.ts';
import { isNewer, upCast, type Schema } from '#central/sync/schema.ts';

/** What one mutation is answered. What is held is not decided: it is judged anew when it comes again. */
export interface Answer {
  readonly status: Decision['status'] | 'held';
  readonly code: RefusalCode | null;
  readonly detail: string | null;
  readonly isReplay: boolean;
}

export interface Judging {
  readonly schema: Schema;
  /** What was answered before, by mid. */
  readonly replays: ReadonlyMap<string, StoredDecision>;
  /** What each mutation says, hashed, by mid. */
  readonly hashes: ReadonlyMap<Mutation, Buffer>;
  readonly held: Held;
  /** The store could not keep this group: it is refused as a whole. */
  readonly isUnstorable: boolean;
  readonly onHashMismatch: (mid: string) => void;
}

type Verdict = Omit<Answer, 'isReplay'>;

interface Judged {
  readonly mutation: Mutation;
  readonly verdict: Verdict;
  readonly isReplay: boolean;
}

/** Decides one group: replays keep their answer, the rest is taken together or not at all (sync.md §2.2, §2.7). */
export function decideGroup(
  ledger: Ledger,
  judging: Judging,
  group: readonly Mutation[],
): ReadonlyMap<string, Answer> {
  const fork = ledger.fork();
  const judged = new Map<string, Judged>();
  for (const mutation of group) {
    if (judged.has(mutation.mid)) continue;
    const isReplay = judging.replays.has(mutation.mid);
    judged.set(mutation.mid, { mutation, isReplay, verdict: decide(fork, judging, mutation) });
  }
  const all = [...judged.values()];
  const failure =
    all.find(({ verdict }) => verdict.status === 'held') ??
    all.find(({ verdict }) => verdict.status === 'rejected');
  if (!failure) ledger.absorb(fork);
  if (failure?.verdict.status === 'held') judging.held.add(group);
  return new Map(all.map((one) => [one.mutation.mid, answerOf(one, failure)]));
}

/** What is fresh in a group that failed shares the failure. */
function answerOf({ mutation: { mid }, verdict, isReplay }: Judged, failure: Judged | undefined): Answer {
  if (!failure || isReplay || mid === failure.mutation.mid) return { ...verdict, isReplay };
  const detail = `companion ${failure.mutation.mid}: ${failure.verdict.code}`;
  if (failure.verdict.status === 'held') return { ...heldBack(detail), isReplay };
  return { ...refused('GROUP_FAILED', detail), isReplay };
}

function decide(fork: Ledger, judging: Judging, mutation: Mutation): Verdict {
  const replay = judging.replays.get(mutation.mid);
  if (replay) return replayed(judging, mutation, replay);
  const held = judging.held.waitsFor(mutation);
  if (held !== undefined) return heldBack(`waits for ${held}`);
  const mayWait = isNewer(judging.schema, mutation);
  if (!isKnownMutation(mutation))
    return mayWait ? heldBack('entity: unknown here') : refused('INVALID', 'entity: unknown here');
  if (judging.isUnstorable) return refused('INVALID', 'row: cannot be stored');
  try {
    return { status: applyMutation(fork, upCast(judging.schema, mutation)), code: null, detail: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return mayWait && error.isShape ? heldBack(error.detail) : refused(error.code, error.detail);
  }
}

function replayed({ hashes, onHashMismatch }: Judging, mutation: Mutation, replay: StoredDecision): Verdict {
  if (hashes.get(mutation)?.equals(replay.hash)) return replay.decision;
  onHashMismatch(mutation.mid);
  return refused('HASH_MISMATCH', 'mid: was used for another mutation');
}

function refused(code: RefusalCode, detail: string): Verdict {
  return { status: 'rejected', code, detail };
}

function heldBack(detail: string): Verdict {
  return { status: 'held', code: 'NEWER_SCHEMA', detail };
}
