import { useSyncExternalStore } from 'react';
import { isLive } from '#core/calls/softphone.ts';
import { usePhone } from '#renderer/features/phone/phone-store.ts';

/** A timer that was forgotten is not believed for longer. */
const longestTalkMs = 60 * 60_000;

let runsSince: number | null = null;
const listeners = new Set<() => void>();

/** The desk says since when its timer runs, as this machine's clock has it; null when it stands. */
export function setTimerRunning(since: number | null): void {
  runsSince = since;
  for (const listener of listeners) listener();
}

/** True while the manager is in a call, or the desk's timer says so. */
export function useTalking(): boolean {
  const { phone } = usePhone();
  const isTimed = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => runsSince !== null && Date.now() - runsSince < longestTalkMs,
  );
  return isLive(phone.call) || isTimed;
}
