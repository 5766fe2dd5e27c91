import { useEffect, useRef } from 'react';
import { stepBurst, type Burst } from '#core/events/wedge.ts';

/**
 * Listens to keyboard-wedge scanners wherever the focus is and calls `onScan` with what one typed. The Enter that
 * ends a scan reaches nobody else, and neither an input method nor an open dialog can swallow the code.
 */
export function useScanner(onScan: (text: string) => void): void {
  const latest = useRef(onScan);
  useEffect(() => {
    latest.current = onScan;
  });
  useEffect(() => {
    let burst: Burst | null = null;
    const listen = (event: KeyboardEvent): void => {
      const step = stepBurst(burst, { code: event.code, at: event.timeStamp });
      burst = step.burst;
      if (step.scanned === null) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(step.scanned);
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
