/** What a key does with the telephone. */
export type PhonePress = 'hangUp' | 'mute' | 'hold' | 'keypad' | 'system' | 'copy' | 'service';

/** The telephone's keys by place: letters no outcome uses; with Alt they act on every page and while a note is written. */
export const phoneKeys: Readonly<Record<string, PhonePress>> = {
  KeyU: 'hangUp',
  KeyM: 'mute',
  KeyP: 'hold',
  KeyX: 'keypad',
  KeyL: 'system',
  KeyV: 'copy',
  KeyJ: 'service',
};

/** Returns the tone of a key on the keypad: digits, `*` on 8 with Shift or alone on the number pad, `#` on 3 with Shift. */
export function toneOf({
  code,
  shiftKey,
}: {
  readonly code: string;
  readonly shiftKey: boolean;
}): string | null {
  if (code === 'NumpadMultiply' || (shiftKey && code === 'Digit8')) return '*';
  if (shiftKey && code === 'Digit3') return '#';
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? null;
}
