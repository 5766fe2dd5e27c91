import { useEffect, useRef } from 'react';

/** Listens to a desk's keys wherever the focus is; Ctrl or Cmd with Z takes back unless somebody is typing. */
export function useDeskKeys(keys: Readonly<Record<string, () => void>>, onUndo: () => void): void {
  const latest = useRef({ keys, onUndo });
  useEffect(() => {
    latest.current = { keys, onUndo };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isUndo = event.code === 'KeyZ' && (event.ctrlKey || event.metaKey);
      const field = document.activeElement;
      const isTyping = field instanceof HTMLInputElement && field.value !== '';
      if (isUndo && !isTyping) latest.current.onUndo();
      else if (event.altKey || event.ctrlKey || !latest.current.keys[event.code]) return;
      else latest.current.keys[event.code]?.();
      event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
