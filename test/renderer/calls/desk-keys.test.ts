import { expect, test } from 'vitest';
import { callRules } from '#core/calls/dispositions.ts';
import { deskActionOf, type DeskKeyState, type KeyPress } from '#renderer/features/calls/desk-keys.ts';

const ready: DeskKeyState = { mode: 'ready', isWriting: false, canReschedule: false };
const writing: DeskKeyState = { ...ready, isWriting: true };

function press(code: string, changed: Partial<KeyPress> = {}): KeyPress {
  return {
    code,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    repeat: false,
    isComposing: false,
    isTakenByIme: false,
    ...changed,
  };
}

test('[CQ30] each outcome is one key at rest, by its place on the keyboard; D needs Shift', () => {
  for (const { key, code } of callRules.dispositions) {
    const shiftKey = code === 'DNC';
    expect(deskActionOf(press(key, { shiftKey }), ready)).toEqual({ kind: 'outcome', outcome: code });
  }
  expect(deskActionOf(press('KeyD'), ready)).toBeNull();
});

test('[CQ30] while a note is written keys are text, and Alt makes them commands', () => {
  expect(deskActionOf(press('Digit1'), writing)).toBeNull();
  expect(deskActionOf(press('KeyC'), writing)).toBeNull();
  expect(deskActionOf(press('Digit1', { altKey: true }), writing)).toEqual({
    kind: 'outcome',
    outcome: 'NO_ANSWER',
  });
  expect(deskActionOf(press('Enter', { ctrlKey: true }), writing)).toEqual({ kind: 'finishNote' });
});

test('[CQ30] an input method keeps its letters; a digit before composing is an outcome', () => {
  expect(deskActionOf(press('KeyC', { isTakenByIme: true }), ready)).toBeNull();
  expect(deskActionOf(press('Digit1', { isComposing: true }), ready)).toBeNull();
  expect(deskActionOf(press('Digit1', { isTakenByIme: true }), ready)).toMatchObject({
    outcome: 'NO_ANSWER',
  });
});

test('[CQ16] a held key acts once and types nothing', () => {
  expect(deskActionOf(press('Digit1', { repeat: true }), ready)).toEqual({ kind: 'ignore' });
});

test('[CQ12] do-not-contact asks for a second D; any other key lets go', () => {
  const dnc: DeskKeyState = { ...ready, mode: 'dnc' };
  expect(deskActionOf(press('KeyD'), dnc)).toEqual({ kind: 'outcome', outcome: 'DNC' });
  expect(deskActionOf(press('Digit1'), dnc)).toEqual({ kind: 'cancel' });
});

test('[CQ22] chips act on a callback in hand or on the call just logged, never otherwise', () => {
  expect(deskActionOf(press('KeyS'), { ...ready, mode: 'date' })).toEqual({ kind: 'chip', chip: 'plus3' });
  expect(deskActionOf(press('KeyS'), { ...ready, canReschedule: true })).toEqual({
    kind: 'chip',
    chip: 'plus3',
  });
  expect(deskActionOf(press('KeyS'), ready)).toBeNull();
  expect(deskActionOf(press('Digit1'), { ...ready, mode: 'date' })).toEqual({ kind: 'ignore' });
});
