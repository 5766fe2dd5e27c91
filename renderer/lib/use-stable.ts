import { useCallback, useLayoutEffect, useRef } from 'react';

/** Returns one function that always does what the newest given one does, so that what it is handed to is not drawn anew. */
export function useStable<Args extends readonly unknown[], Answer>(
  work: (...args: Args) => Answer,
): (...args: Args) => Answer {
  const newest = useRef(work);
  useLayoutEffect(() => {
    newest.current = work;
  });
  return useCallback((...args: Args) => newest.current(...args), []);
}
