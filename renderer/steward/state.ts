import type { StewardHubLink } from '#core/venue/pairing.ts';
import type { StewardRoster } from '#core/venue/steward-roster.ts';
import type { StewardAnswer } from '#renderer/steward/answer.ts';
import type { StewardDoor } from '#renderer/steward/door.ts';
import type { Kept, KeptFact } from '#renderer/steward/store.ts';
import { lastOwn } from '#renderer/steward/take-back.ts';

/** What the panel shows. */
export type StewardShown =
  | { readonly kind: 'answer'; readonly answer: StewardAnswer }
  | {
      readonly kind: 'undone';
      readonly name: string;
      /** An exit was taken back, not an entry. */
      readonly isExit: boolean;
      readonly isStillIn: boolean;
    }
  /** A hub's link for helpers was scanned: this page can hand over to the one there. */
  | { readonly kind: 'hub'; readonly link: StewardHubLink }
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
  /** The last own entry or exit; null where there is none to take back. */
  readonly last: { readonly name: string; readonly isExit: boolean } | null;
  readonly inRoom: number;
  /** Whatever waits is in a file or at another hub's page as well. */
  readonly isCarried: boolean;
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

/** Returns the own facts of the session's event that the hub does not have on its disk. */
export function waitingFacts(kept: Kept): KeptFact[] {
  return ownFacts(kept).filter(isWaiting);
}

/** True where something waits for the hub and all of it was carried away from here by file or link. */
export function isOnlyCarried(kept: Kept): boolean {
  const waiting = waitingFacts(kept);
  const carried = new Set(kept.carried);
  return waiting.length > 0 && waiting.every(({ id }) => carried.has(id));
}

/** True where closing the page costs something: entries that wait, or a door that cannot be opened again without its hub. */
export function isHeldOpen({ waiting, phase, link }: StewardState): boolean {
  return waiting > 0 || (phase === 'OPEN' && link === 'ALONE');
}

function isWaiting({ isOwn, handing }: KeptFact): boolean {
  return isOwn && handing === 'WAITING';
}

/** Returns how the page stands. */
export function stateOf({ kept, door, link, hasEnded, shown }: StatePieces): StewardState {
  const { session, roster, heard, facts } = kept;
  const own = ownFacts(kept);
  const last = door && lastOwn(own, door);
  return {
    phase: hasEnded || session?.isOpen === false ? 'ENDED' : session ? 'OPEN' : 'PAIRING',
    event: door && roster ? roster.event : null,
    name: session?.name ?? null,
    link,
    waiting: waitingFacts(kept).length,
    refused: own.filter(({ handing }) => handing === 'REFUSED').length,
    stranded: facts.filter((fact) => isWaiting(fact) && fact.eventId !== session?.eventId).length,
    clockAheadMs: heard?.clockAheadMs ?? 0,
    last: last && {
      name: door.guestOf(last.guestId)?.maskedName ?? '',
      isExit: last.kind === 'OUT',
    },
    inRoom: door?.inRoom() ?? 0,
    isCarried: isOnlyCarried(kept),
    shown,
  };
}
