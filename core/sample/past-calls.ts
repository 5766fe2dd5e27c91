import {
  addDays,
  businessDayOf,
  dayMs,
  hourMs,
  minuteMs,
  startOfDay,
  type Instant,
} from '#core/base/time.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import type { Outcome } from '#core/calls/contact.ts';
import {
  between,
  pick,
  pickWeighted,
  type SampleKit,
  type SampleManager,
  type SampleRow,
} from '#core/sample/book.ts';
import { sampleLists } from '#core/sample/people.ts';
import { consentedDaysAgo, type Persona } from '#core/sample/persona.ts';

const outcomes: readonly (readonly [Outcome, number])[] = [
  ['NO_ANSWER', 34],
  ['BUSY', 10],
  ['OFF_SIGNAL', 8],
  ['DONE_SERVICE', 22],
  ['INTERESTED', 10],
  ['NOT_NOW', 14],
  ['RETEST', 2],
];
const reached: readonly Outcome[] = ['DONE_SERVICE', 'INTERESTED', 'NOT_NOW', 'RETEST'];
/** After these the dispositions let up to three months pass. */
const resting: readonly Outcome[] = ['DONE_SERVICE', 'NOT_NOW'];
const restMs = 31 * dayMs;

interface PastCall {
  readonly id: string;
  readonly outcome: Outcome;
  readonly startedAt: Instant;
  readonly seconds: number;
  readonly note: string;
}

/** Calls of the last three months, as a manager makes them who goes by the contact policy. */
export function* pastCallRows(
  kit: SampleKit,
  clientId: string,
  persona: Persona,
  owner: SampleManager,
): Generator<SampleRow> {
  if (persona.registeredDaysAgo === 0 || persona.hasPhone === false) return;
  for (const { id, outcome, startedAt, seconds, note } of lawful(drawCalls(kit, persona))) {
    const purpose =
      outcome === 'DONE_SERVICE' || !mayMarket(kit, persona, startedAt) ? 'SERVICE' : 'MARKETING';
    yield {
      entity: 'contact',
      id,
      data: {
        clientId,
        managerId: owner.id,
        channel: 'PHONE',
        purpose,
        reason: purpose === 'SERVICE' ? 'TEST_EXPIRING' : sellingReason(persona),
        outcome,
        note,
        startedAt,
        endedAt: startedAt + seconds * 1000,
        taskId: null,
      },
    };
  }
}

function sellingReason({ investedDaysAgo }: Persona): 'GOLDEN_WINDOW' | 'FRESH' {
  return investedDaysAgo === null ? 'GOLDEN_WINDOW' : 'FRESH';
}

function drawCalls({ random, newId, today, isSparse }: SampleKit, persona: Persona): PastCall[] {
  const count = isSparse
    ? 1
    : pickWeighted(random, [
        [0, 45],
        [1, 30],
        [2, 15],
        [3, 10],
      ] as const);
  const longest = Math.min(persona.registeredDaysAgo ?? 60, 90);
  return Array.from({ length: count }, () => {
    const outcome = pickWeighted(random, outcomes);
    let day = addDays(today, -between(random, 1, Math.max(longest, 2)));
    while (!isMainlandWorkday(day)) day = addDays(day, -1);
    const hour = pick(random, [9, 10, 11, 14, 15, 16, 17, 18]);
    const startedAt = startOfDay(day) + hour * hourMs + between(random, 0, 59) * minuteMs;
    const isReached = reached.includes(outcome);
    const seconds = isReached ? between(random, 40, 420) : between(random, 12, 35);
    const id = newId();
    return { id, outcome, startedAt, seconds, note: isReached ? pick(random, sampleLists.callNotes) : '' };
  });
}

/** Leaves out what comes too soon after the call before it. */
function lawful(calls: readonly PastCall[]): PastCall[] {
  const kept: PastCall[] = [];
  for (const call of calls.toSorted((one, other) => one.startedAt - other.startedAt)) {
    const before = kept.at(-1);
    if (before && (resting.includes(before.outcome) || call.startedAt - before.startedAt < restMs)) continue;
    kept.push(call);
  }
  return kept;
}

function mayMarket({ today }: SampleKit, persona: Persona, at: Instant): boolean {
  return persona.marketing === 'GIVEN' && businessDayOf(at) > addDays(today, -consentedDaysAgo(persona));
}
