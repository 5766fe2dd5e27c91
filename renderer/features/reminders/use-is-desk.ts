import { useSyncExternalStore } from 'react';
import { router } from '#renderer/app/routes.tsx';

/** True while the page is the call desk; for what stands outside the pages. */
export function useIsDesk(): boolean {
  return useSyncExternalStore(
    (listener) => router.subscribe('onResolved', listener),
    () => router.state.location.pathname === '/calls',
  );
}
