import type { Candidate } from '#core/calls/candidates.ts';
import { laneOf, nextLane, type Lane, type LaneCounts } from '#core/calls/mix.ts';
import { compareCandidates } from '#core/calls/queue.ts';
import type { ContactVerdict } from '#core/consent/contact-gate.ts';

/** How many refusals of one reason are borne before the next reason is looked at. */
const maxRefused = 200;

/** Candidates in calling order: those whose reason stands before the mix, and the two lanes. */
export type CallRows = Readonly<Record<'FIRST' | Lane, readonly Candidate[]>>;

/** One entry with its place in the queue and the gate's answer. */
export interface Judged {
  readonly candidate: Candidate;
  readonly verdict: ContactVerdict;
}

export interface CallOrder {
  readonly rows: CallRows;
  /** How many of today's calls went to each lane. */
  readonly done: LaneCounts;
  /** Clients to leave out: skipped, shown on another screen. */
  readonly passed: Iterable<string>;
  /** The gate's answer for an entry now; null where the client is not here. Asked for no more than needed. */
  readonly judge: (candidate: Candidate) => ContactVerdict | null;
  readonly limit: number;
}

/** Divides candidates into rows in calling order. */
export function callRowsOf(candidates: readonly Candidate[]): Record<keyof CallRows, Candidate[]> {
  const rows = { FIRST: [] as Candidate[], CARE: [] as Candidate[], TAIL: [] as Candidate[] };
  for (const one of candidates) rows[laneOf(one.reason, one.tier)].push(one);
  for (const row of Object.values(rows)) row.sort(compareCandidates);
  return rows;
}

/**
 * Returns the first `limit` clients to call: promises and complaints, then the two lanes in the day's mix, an empty lane
 * giving its place to the other; behind them, where room is left, those whom the gate refuses. Each client once.
 * The same on every device and at the centre (S1.3, domain §3.3).
 */
export function orderCalls(order: CallOrder): Judged[] {
  const { limit, rows } = order;
  const passed = new Set(order.passed);
  const walks = {
    FIRST: walk(rows.FIRST, order, passed),
    CARE: walk(rows.CARE, order, passed),
    TAIL: walk(rows.TAIL, order, passed),
  };
  const refused: Judged[] = [];
  const allowed: Judged[] = [];
  const pull = (row: keyof typeof walks): Judged | null => {
    for (let next = walks[row].next(); !next.done; next = walks[row].next()) {
      if (next.value.verdict.allowed) return next.value;
      refused.push(next.value);
    }
    return null;
  };
  const done = { ...order.done };
  while (allowed.length < limit) {
    const lane = nextLane(done);
    const one = pull('FIRST') ?? pull(lane) ?? pull(lane === 'CARE' ? 'TAIL' : 'CARE');
    if (!one) break;
    allowed.push(one);
    const from = laneOf(one.candidate.reason, one.candidate.tier);
    if (from !== 'FIRST') done[from] += 1;
  }
  const behind = refused.sort((a, b) => compareCandidates(a.candidate, b.candidate));
  return [...allowed, ...behind.slice(0, limit - allowed.length)];
}

/** Walks one row in order, each client once over all rows; after enough refusals of a reason, on to the next reason. */
function* walk(
  row: readonly Candidate[],
  { judge, limit }: CallOrder,
  passed: Set<string>,
): Generator<Judged> {
  let [reason, refused, isClosed] = [row[0]?.reason, 0, false];
  for (const candidate of row) {
    if (candidate.reason !== reason) [reason, refused, isClosed] = [candidate.reason, 0, false];
    if (refused >= (isClosed ? limit : maxRefused) || passed.has(candidate.clientId)) continue;
    passed.add(candidate.clientId);
    const verdict = judge(candidate);
    if (!verdict) continue;
    yield { candidate, verdict };
    if (verdict.allowed) continue;
    refused += 1;
    isClosed = verdict.code === 'QUIET_HOURS' || verdict.code === 'HOLIDAY_BLOCK';
  }
}
