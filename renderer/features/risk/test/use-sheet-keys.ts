import { useEffect, useRef } from 'react';
import { isTyping } from '#renderer/lib/keys.ts';

interface Keys {
  /** 0 = the first option. */
  readonly onDigit: (index: number) => void;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

/** Digits choose an option, Enter and → go on, ← goes back. Physical keys, so an input method is not in the way. */
export function useSheetKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
      if (digit) latest.current.onDigit(Number(digit) - 1);
      else if (event.key === 'ArrowRight' || (event.key === 'Enter' && !isOnOtherButton(event)))
        latest.current.onNext();
      else if (event.key === 'ArrowLeft') latest.current.onBack();
      else return;
      event.preventDefault();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, []);
}

/** Enter on a focused button presses that button; on an option or the current question's number it goes on. */
function isOnOtherButton({ target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  const goesOn = target.getAttribute('role') === 'radio' || target.hasAttribute('aria-current');
  return target.closest('button, a') !== null && !goesOn;
}
