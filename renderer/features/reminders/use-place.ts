import { useSyncExternalStore } from 'react';
import { router } from '#renderer/app/routes.tsx';

/** Where the manager is, for what stands outside the pages: at the call desk, at a salon's door, or elsewhere. */
export function usePlace(): 'DESK' | 'DOOR' | null {
  const path = useSyncExternalStore(
    (listener) => router.subscribe('onResolved', listener),
    () => router.state.location.pathname,
  );
  if (path === '/calls') return 'DESK';
  return /^\/events\/[^/]+\/check-in$/.test(path) ? 'DOOR' : null;
}
