import type { LineCall } from '#core/calls/softphone.ts';
import type { Dialled } from '#renderer/features/phone/phone-store.ts';

interface Timer {
  readonly startedAt: number | null;
  readonly stoppedAt: number | null;
}

/** Returns what the desk's timer shows: the line's own times over the softphone, else from dialling or by hand. */
export function timerOf(byHand: Timer, dialled: Dialled | null, call: LineCall | null): Timer {
  if (!dialled) return byHand;
  if (dialled.way === 'SIP' && call) {
    return { startedAt: call.answeredAt ?? call.dialledAt, stoppedAt: call.endedAt };
  }
  return byHand.startedAt === null ? { startedAt: dialled.dialledAt, stoppedAt: null } : byHand;
}
