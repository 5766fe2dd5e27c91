import { useEffect, useEffectEvent, type RefObject } from 'react';
import { openPalette } from '#renderer/app/SearchPalette.tsx';
import {
  deskActionOf,
  type DeskAction,
  type DeskKeyState,
  type KeyPress,
} from '#renderer/features/calls/desk-keys.ts';

/**
 * Listens to the keyboard before anything else on the page and hands over what a press means at the desk.
 * Fields other than the note, and open dialogs, keep their keys.
 */
export function useDeskKeys(
  note: RefObject<HTMLTextAreaElement | null>,
  state: DeskKeyState,
  act: (action: DeskAction) => void,
): void {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (isElsewhere(event, note.current)) return;
    const action = deskActionOf(pressOf(event), state);
    if (!action) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (action.kind === 'search') openPalette();
    else if (action.kind !== 'ignore') act(action);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', listener, { capture: true });
    return () => removeEventListener('keydown', listener, { capture: true });
  }, []);
}

function pressOf(event: KeyboardEvent): KeyPress {
  const { code, shiftKey, altKey, ctrlKey, metaKey, repeat, isComposing, keyCode } = event;
  return { code, shiftKey, altKey, ctrlKey, metaKey, repeat, isComposing, isTakenByIme: keyCode === 229 };
}

function isElsewhere({ target }: KeyboardEvent, note: HTMLTextAreaElement | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]')) return true;
  if (target === note || !(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
