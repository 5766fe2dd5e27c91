import { useEffect, useState } from 'react';

/** Returns the given clock's time, renewed each second. */
export function useTickingNow(now: () => number): number {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return now();
}
