import { useEffect, useRef } from 'react';

interface DoorKeys {
  readonly hasDialog: boolean;
  readonly onEscape: () => void;
  readonly onWalkIn: () => void;
  readonly onCamera: () => void;
  readonly onUndo: () => void;
  readonly focusInput: () => void;
}

/**
 * Listens to the desk's keys wherever the focus is, except in an open dialog and while an input method composes: Escape,
 * F2 for a walk-in, F4 for the camera, Ctrl Z to take back; any other character goes to the input.
 */
export function useDoorKeys(keys: DoorKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { hasDialog, onEscape, onWalkIn, onCamera, onUndo, focusInput } = latest.current;
      if (hasDialog || event.isComposing || event.keyCode === 229) return;
      const focused = document.activeElement;
      const isInField = focused instanceof HTMLInputElement;
      const isEmpty = focused instanceof HTMLInputElement && focused.value === '';
      if (event.code === 'Escape') onEscape();
      else if (event.code === 'F2') onWalkIn();
      else if (event.code === 'F4' && !event.altKey && !event.ctrlKey) onCamera();
      else if (event.code === 'KeyZ' && (event.ctrlKey || event.metaKey) && (isEmpty || !isInField)) onUndo();
      else if (
        !isInField &&
        event.key.length === 1 &&
        event.key !== ' ' &&
        !event.ctrlKey &&
        !event.metaKey
      ) {
        return focusInput();
      } else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
