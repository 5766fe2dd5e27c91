import { useEffect } from 'react';

/** The key that leads to a reminder from wherever the cursor is; no outcome, no text and no input method uses it. */
const leadKey = 'F9';

/**
 * F9 puts the keyboard on the reminder; there 1, 2, 3 put it off, Enter opens the client, Delete puts it away and Esc
 * leads back. Listens before every page, so that no key pressed on a reminder is an outcome: mounted before the pages.
 */
export function useReminderKeys(): void {
  useEffect(() => {
    let before: Element | null = null;
    const back = (): void => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      else (document.activeElement as HTMLElement | null)?.blur();
    };
    const listener = (event: KeyboardEvent): void => {
      const shown = document.querySelector<HTMLElement>('[data-reminder]');
      if (!shown || event.isComposing) return;
      const isOn = shown.contains(document.activeElement);
      if (event.code === leadKey && !isOn) {
        before = document.activeElement;
        shown.focus();
        return hold(event);
      }
      if (!isOn) return;
      event.stopImmediatePropagation();
      const part = partOf(event, shown);
      if (!part) return;
      event.preventDefault();
      if (event.repeat) return;
      if (part !== 'back') part.click();
      back();
    };
    addEventListener('keydown', listener, { capture: true });
    return () => removeEventListener('keydown', listener, { capture: true });
  }, []);
}

function hold(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** What a press means on a reminder; null where it is the focused control's own. */
function partOf({ code, target }: KeyboardEvent, shown: HTMLElement): HTMLElement | 'back' | null {
  const digit = /^(?:Digit|Numpad)([1-3])$/.exec(code)?.[1];
  if (digit) return shown.querySelectorAll<HTMLElement>('[data-snooze]')[Number(digit) - 1] ?? null;
  if (code === 'Escape' || code === leadKey) return 'back';
  if (code === 'Delete') return shown.querySelector<HTMLElement>('[data-dismiss]');
  // A control that was reached by Tab has its own Enter.
  const isPlain = target === shown;
  return code === 'Enter' && isPlain ? shown.querySelector<HTMLElement>('[data-first]') : null;
}
