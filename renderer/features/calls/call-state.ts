import { draftOf } from '#renderer/features/calls/desk-memory.ts';
import type { DeskMode } from '#renderer/features/calls/desk-keys.ts';

/** What belongs to one client's call and starts anew with the next one. */
export interface CallState {
  readonly forId: string | null;
  readonly note: string;
  /** The note has the keys: letters and digits are text. */
  readonly isWriting: boolean;
  readonly mode: DeskMode;
  /** A date is being typed: for the callback in hand, or for the call just logged. */
  readonly picking: 'callback' | 'logged' | null;
  readonly startedAt: number | null;
  readonly stoppedAt: number | null;
  /** The answer just given was none. */
  readonly isAnswerRefused: boolean;
  /** The salon for which a reason is asked, since nobody talked to this client on the phone yet. */
  readonly ladderFor: string | null;
}

/** Where the call of a client begins: with what was written before, if the desk was left in the middle of it. */
export function fresh(forId: string | null): CallState {
  const draft = draftOf(forId);
  return {
    ...draft,
    forId,
    isWriting: draft.note !== '',
    mode: 'ready',
    picking: null,
    isAnswerRefused: false,
    ladderFor: null,
  };
}

type Timer = Pick<CallState, 'startedAt' | 'stoppedAt'>;

/** Starts a timer that stands, and stops one that runs. */
export function toggled({ startedAt, stoppedAt }: Timer, now: number): Timer {
  return startedAt === null || stoppedAt !== null
    ? { startedAt: now, stoppedAt: null }
    : { startedAt, stoppedAt: now };
}
