import { useSyncExternalStore } from 'react';

const isOpen = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
const never = (): (() => void) => () => {};

/** True while a window lies over the page; looked after only where somebody asks. */
export function useWindowOpen(isAsked: boolean): boolean {
  const isShown = useSyncExternalStore(isAsked ? watch : never, isOpen);
  return isAsked && isShown;
}

function watch(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { subtree: true, childList: true });
  return () => observer.disconnect();
}
