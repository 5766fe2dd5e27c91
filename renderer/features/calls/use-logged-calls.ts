import { useSyncExternalStore } from 'react';
import type { CallCard } from '#core/api/calls.ts';
import {
  dismiss,
  log,
  loggedCalls,
  reschedule,
  subscribe,
  undo,
  type LoggedCall,
  type Outgoing,
} from '#renderer/features/calls/logged-calls.ts';

export interface LoggedCalls {
  readonly last: LoggedCall | null;
  /** Calls that could not be saved and were not dismissed yet. */
  readonly failed: readonly LoggedCall[];
  readonly all: readonly LoggedCall[];
  readonly log: (card: CallCard, call: Outgoing) => Promise<boolean>;
  /** Takes the last call back; answers it, or null when it was too late. */
  readonly undo: () => Promise<LoggedCall | null>;
  readonly reschedule: (followUpAt: number) => Promise<void>;
  readonly dismiss: (contactId: string) => void;
}

/** Keeps the calls logged on this screen and what became of each. */
export function useLoggedCalls(): LoggedCalls {
  const all = useSyncExternalStore(subscribe, loggedCalls);
  const last = all.findLast(({ state }) => state !== 'failed') ?? null;
  return {
    last,
    failed: all.filter(({ state }) => state === 'failed'),
    all,
    log,
    undo: () => undo(last),
    reschedule: (followUpAt) => reschedule(last, followUpAt),
    dismiss,
  };
}
