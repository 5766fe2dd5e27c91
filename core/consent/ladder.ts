import { dayMs, type Instant } from '#core/base/time.ts';
import type { ContactFields } from '#core/calls/contact.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';
import { ladderRungs, type Channel, type ContactPolicy, type LadderRung } from '#core/consent/policy.ts';

/** What the ladder is read from: the registration and every contact that was not undone, oldest first. */
export interface LadderFacts {
  readonly registeredAt: Instant | null;
  readonly contacts: readonly Pick<ContactFields, 'channel' | 'outcome' | 'startedAt'>[];
}

/** When a client came to stand on each rung; null where that is still to come. */
export type RungTimes = Readonly<Record<LadderRung, Instant | null>>;

/** Where a client stands between first notice and product talk (S0.11). */
export interface Ladder {
  /** The highest rung with none missing below it; null while the first is missing. */
  readonly rung: LadderRung | null;
  /** The lowest rung that is missing; null when all stand. */
  readonly next: LadderRung | null;
  /** From when the next rung may be taken. */
  readonly opensAt: Instant | null;
}

/**
 * Returns when each rung was reached: registered; first talked to on the phone; first message or talk after that; first
 * invited to a salon; first interested in an offer. Facts alone decide, so every device and the centre agree.
 */
export function rungTimes({ registeredAt, contacts }: LadderFacts): RungTimes {
  const first = (is: (one: LadderFacts['contacts'][number]) => boolean): Instant | null =>
    contacts.find(is)?.startedAt ?? null;
  const talked = first(isTalk);
  return {
    ACTIVATED: registeredAt,
    TALKED: talked,
    KEPT_UP: first((one) => talked !== null && one.startedAt > talked && (isTalk(one) || isMessage(one))),
    INVITED: first(({ channel }) => channel === 'SALON'),
    PRODUCT_TALK: first(({ outcome }) => outcome === 'INTERESTED'),
  };
}

/** Returns where a client stands, what comes next and from when. */
export function ladderOf(times: RungTimes, { ladder }: Pick<ContactPolicy, 'ladder'>): Ladder {
  const missing = ladderRungs.findIndex((rung) => times[rung] === null);
  const below = missing === -1 ? ladderRungs : ladderRungs.slice(0, missing);
  const next = ladderRungs[missing] ?? null;
  const since = Math.max(0, ...below.map((rung) => times[rung] ?? 0));
  const opensAt = next === null ? null : since + ladder.restDays[next] * dayMs;
  return { rung: below.at(-1) ?? null, next, opensAt };
}

/** Says whether a channel asks for a rung that a client did not stand on at an instant. */
export function isRungMissing(
  times: RungTimes,
  { channel, at }: { readonly channel: Channel; readonly at: Instant },
  { ladder }: Pick<ContactPolicy, 'ladder'>,
): boolean {
  const needed = ladder.needs[channel];
  if (needed === undefined) return false;
  const reached = times[needed];
  return reached === null || reached > at;
}

function isTalk({ channel, outcome }: LadderFacts['contacts'][number]): boolean {
  return channel === 'PHONE' && dispositionOf(outcome).isReached;
}

function isMessage({ channel, outcome }: LadderFacts['contacts'][number]): boolean {
  return (channel === 'SMS' || channel === 'WECHAT') && outcome === 'SENT';
}
