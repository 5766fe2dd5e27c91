import type { KeyPress } from '#renderer/features/calls/desk-keys.ts';

/** A plain press of a key by its place on the keyboard, changed as told. */
export function keyPress(code: string, changed: Partial<KeyPress> = {}): KeyPress {
  const held = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
  return { code, ...held, repeat: false, isComposing: false, isTakenByIme: false, ...changed };
}
