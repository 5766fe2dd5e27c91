import { expect, test } from 'vitest';
import { deskActionOf, type DeskKeyState } from '#renderer/features/calls/desk-keys.ts';
import { phoneKeys, toneOf } from '#renderer/features/phone/keys.ts';

const rest: DeskKeyState = { mode: 'ready', isWriting: false, canReschedule: false };
const press = (code: string, more: object = {}) => ({
  code,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  isTakenByIme: false,
  ...more,
});

test('[CQ45] the telephone has keys of its own, none of which the desk meant otherwise', () => {
  for (const [code, meant] of Object.entries(phoneKeys)) {
    expect(deskActionOf(press(code), rest)).toEqual({ kind: 'phone', press: meant });
  }
  expect(Object.keys(phoneKeys).join(' ')).toBe('KeyU KeyM KeyP KeyX KeyL KeyV KeyJ');
  const others = ['KeyI', 'KeyO', 'KeyE', 'KeyY', 'KeyQ', 'KeyH', 'KeyW', 'KeyB', 'KeyN'];
  for (const code of others) expect(deskActionOf(press(code), rest)?.kind).not.toBe('phone');
  expect(deskActionOf(press('KeyI'), rest)).toEqual({ kind: 'sms' });
  expect(deskActionOf(press('KeyO'), rest)).toEqual({ kind: 'wechat' });
});

test('[CQ45] on the keypad digits are tones, and X or Escape leaves it', () => {
  const keypad: DeskKeyState = { ...rest, mode: 'keypad' };
  expect(deskActionOf(press('Digit5'), keypad)).toEqual({ kind: 'phone', press: { tone: '5' } });
  expect(deskActionOf(press('KeyX'), keypad)).toEqual({ kind: 'cancel' });
  expect(deskActionOf(press('Escape'), keypad)).toEqual({ kind: 'cancel' });
  expect(deskActionOf(press('Digit7'), rest)).toMatchObject({ kind: 'outcome' });
  expect(toneOf({ code: 'Digit8', shiftKey: true })).toBe('*');
  expect(toneOf({ code: 'Digit3', shiftKey: true })).toBe('#');
});
