import { useEffect, useRef, type RefObject } from 'react';

interface DeskKeys {
  readonly keys: Readonly<Record<string, () => void>>;
  readonly onUndo: () => void;
  /** Where characters go that are typed while no field has the focus. */
  readonly field: RefObject<HTMLInputElement | null>;
}

/**
 * Listens to a desk's keys wherever the focus is; Ctrl or Cmd with Z takes back unless somebody is typing. Whoever pressed
 * a button goes on typing without a tap into the field.
 */
export function useDeskKeys(desk: DeskKeys): void {
  const latest = useRef(desk);
  useEffect(() => {
    latest.current = desk;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { keys, onUndo, field } = latest.current;
      const isUndo = event.code === 'KeyZ' && (event.ctrlKey || event.metaKey);
      const focused = document.activeElement;
      const isInField = focused instanceof HTMLInputElement;
      const isTyping = isInField && focused.value !== '';
      if (isUndo && !isTyping) onUndo();
      else if (event.altKey || event.ctrlKey || event.metaKey) return;
      else if (keys[event.code]) keys[event.code]?.();
      else return isInField || !/^\S$/.test(event.key) ? undefined : field.current?.focus();
      event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
