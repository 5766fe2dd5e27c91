import { useEffect, useRef } from 'react';
import {
  isScannerAtWork,
  longestGapMs,
  scannedInSilence,
  stepBurst,
  type Burst,
} from '#core/events/wedge.ts';

/** Longer than a scanner's gap between keys, shorter than a person notices. */
const silenceMs = longestGapMs + 10;

/**
 * Listens to keyboard-wedge scanners wherever the focus is and calls `onScan` with what one typed, `onWork` when keys begin to come
 * as from a scanner and when that has ended. The Enter that ends a scan reaches nobody else, and neither an input
 * method nor an open dialog can swallow the code. A scanner that is set to end with no key is read by its silence after a whole code.
 */
export function useScanner(
  onScan: (text: string) => void,
  onWork: (isAtWork: boolean) => void = () => undefined,
): void {
  const latest = useRef({ onScan, onWork });
  useEffect(() => {
    latest.current = { onScan, onWork };
  });
  useEffect(() => {
    let burst: Burst | null = null;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const end = (scanned: string | null): void => {
      clearTimeout(silence);
      burst = null;
      latest.current.onWork(false);
      if (scanned !== null) latest.current.onScan(scanned);
    };
    const fallSilent = (): void => end(scannedInSilence(burst));
    const listen = (event: KeyboardEvent): void => {
      const step = stepBurst(burst, { code: event.code, at: event.timeStamp });
      burst = step.burst;
      clearTimeout(silence);
      if (step.scanned === null) {
        if (!isScannerAtWork(burst)) return latest.current.onWork(false);
        silence = setTimeout(fallSilent, silenceMs);
        return latest.current.onWork(true);
      }
      event.preventDefault();
      event.stopPropagation();
      end(step.scanned);
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => {
      clearTimeout(silence);
      window.removeEventListener('keydown', listen, { capture: true });
    };
  }, []);
}
