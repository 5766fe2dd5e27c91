import type { StewardRoster } from '#core/venue/steward-roster.ts';
import type { StewardAnswer } from '#renderer/steward/answer.ts';
import type { StewardDoor } from '#renderer/steward/door.ts';
import type { Kept, KeptFact } from '#renderer/steward/store.ts';
import { lastOwnEntry } from '#renderer/steward/take-back.ts';

/** What the panel shows. */
export type StewardShown =
  | { readonly kind: 'answer'; readonly answer: StewardAnswer }
  | { readonly kind: 'undone'; readonly name: string; readonly isStillIn: boolean }
  | { readonly kind: 'failed'; readonly why: 'NOT_SAVED' | 'DOOR_CLOSED' };

/** How the page stands, as the screen sees it. */
export interface StewardState {
  /** `PAIRING`: no session. `OPEN`: at the door. `ENDED`: the hub sent it away, or the event is over. */
  readonly phase: 'PAIRING' | 'OPEN' | 'ENDED';
  readonly event: StewardRoster['event'] | null;
  readonly name: string | null;
  readonly link: 'CONNECTING' | 'CONNECTED' | 'ALONE';
  /** Own facts that the hub does not have on its disk. */
  readonly waiting: number;
  /** Own facts that the hub would not take. */
  readonly refused: number;
  /** Facts of another event that never reached its hub. */
  readonly stranded: number;
  readonly clockAheadMs: number;
  /** Whom the last own entry let in; null where there is none to take back. */
  readonly lastName: string | null;
  readonly shown: StewardShown | null;
}

/** What the state is made of. */
export interface StatePieces extends Pick<StewardState, 'link' | 'shown'> {
  readonly kept: Kept;
  readonly door: StewardDoor | null;
  /** The browser was wiped since the page opened. */
  readonly hasEnded: boolean;
}

/** Returns the facts this browser noted for the event of its session, oldest first. */
export function ownFacts({ facts, session }: Kept): KeptFact[] {
  return facts.filter(({ isOwn, eventId }) => isOwn && eventId === session?.eventId);
}

/** Returns how the page stands. */
export function stateOf({ kept, door, link, hasEnded, shown }: StatePieces): StewardState {
  const { session, roster, heard, facts } = kept;
  const own = ownFacts(kept);
  const last = door && lastOwnEntry(own, door);
  const isWaiting = ({ isOwn, handing }: KeptFact): boolean => isOwn && handing === 'WAITING';
  return {
    phase: hasEnded || session?.isOpen === false ? 'ENDED' : session ? 'OPEN' : 'PAIRING',
    event: door && roster ? roster.event : null,
    name: session?.name ?? null,
    link,
    waiting: own.filter(isWaiting).length,
    refused: own.filter(({ handing }) => handing === 'REFUSED').length,
    stranded: facts.filter((fact) => isWaiting(fact) && fact.eventId !== session?.eventId).length,
    clockAheadMs: heard?.clockAheadMs ?? 0,
    lastName: (last && door?.guestOf(last.guestId)?.maskedName) ?? null,
    shown,
  };
}
