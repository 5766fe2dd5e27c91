import { expect, test } from 'vitest';
import { deskActionOf, type DeskKeyState } from '#renderer/features/calls/desk-keys.ts';
import { keyPress } from '#test/support/key-press.ts';
import { phoneKeys, toneOf } from '#renderer/features/phone/keys.ts';

const rest: DeskKeyState = { mode: 'ready', isWriting: false, canReschedule: false };

test('[CQ45] the telephone has keys of its own, none of which the desk meant otherwise', () => {
  for (const [code, meant] of Object.entries(phoneKeys)) {
    expect(deskActionOf(keyPress(code), rest)).toEqual({ kind: 'phone', press: meant });
  }
  expect(Object.keys(phoneKeys).join(' ')).toBe('KeyU KeyM KeyP KeyX KeyL KeyV KeyJ');
  const others = ['KeyI', 'KeyO', 'KeyE', 'KeyY', 'KeyQ', 'KeyH', 'KeyW', 'KeyB', 'KeyN'];
  for (const code of others) expect(deskActionOf(keyPress(code), rest)?.kind).not.toBe('phone');
  expect(deskActionOf(keyPress('KeyI'), rest)).toEqual({ kind: 'sms' });
  expect(deskActionOf(keyPress('KeyO'), rest)).toEqual({ kind: 'wechat' });
});

test('[CQ45] on the keypad digits are tones, and X or Escape leaves it', () => {
  const keypad: DeskKeyState = { ...rest, mode: 'keypad' };
  expect(deskActionOf(keyPress('Digit5'), keypad)).toEqual({ kind: 'phone', press: { tone: '5' } });
  expect(deskActionOf(keyPress('KeyX'), keypad)).toEqual({ kind: 'cancel' });
  expect(deskActionOf(keyPress('Escape'), keypad)).toEqual({ kind: 'cancel' });
  expect(deskActionOf(keyPress('Digit7'), rest)).toMatchObject({ kind: 'outcome' });
  expect(toneOf({ code: 'Digit8', shiftKey: true })).toBe('*');
  expect(toneOf({ code: 'Digit3', shiftKey: true })).toBe('#');
});
