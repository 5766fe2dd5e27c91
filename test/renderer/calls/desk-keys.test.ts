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

test('[CQ48] one key each: invite, ask, why, back to what failed; Esc leaves any box', () => {
  expect(deskActionOf(press('KeyG'), ready)).toEqual({ kind: 'invite' });
  expect(deskActionOf(press('KeyG', { shiftKey: true }), ready)).toEqual({ kind: 'inviteTo' });
  expect(deskActionOf(press('KeyQ'), ready)).toEqual({ kind: 'question' });
  expect(deskActionOf(press('KeyY'), ready)).toEqual({ kind: 'why' });
  expect(deskActionOf(press('KeyE'), ready)).toEqual({ kind: 'mend' });
  for (const mode of ['ready', 'date', 'dnc', 'skip', 'invite', 'question', 'why'] as const) {
    expect(deskActionOf(press('Escape'), { ...ready, mode })).toEqual({ kind: 'cancel' });
  }
  expect(deskActionOf(press('Escape'), writing)).toEqual({ kind: 'finishNote' });
});

test('[CQ48] a question is answered by digit; 0 is would rather not say, W is in words', () => {
  const asking: DeskKeyState = { ...ready, mode: 'question' };
  expect(deskActionOf(press('Digit3'), asking)).toEqual({ kind: 'choose', index: 2 });
  expect(deskActionOf(press('Digit0'), asking)).toEqual({ kind: 'notSaid' });
  expect(deskActionOf(press('KeyW'), asking)).toEqual({ kind: 'answerInWords' });
  expect(deskActionOf(press('KeyC'), asking)).toEqual({ kind: 'ignore' });
});

test('[CQ48] reading why stops nobody: outcomes still log', () => {
  const reading: DeskKeyState = { ...ready, mode: 'why' };
  expect(deskActionOf(press('Digit1'), reading)).toMatchObject({ outcome: 'NO_ANSWER' });
  expect(deskActionOf(press('KeyY'), reading)).toEqual({ kind: 'cancel' });
});

test('[CQ30] with Alt a command passes an input method that takes letters', () => {
  const taken = { isTakenByIme: true, altKey: true };
  expect(deskActionOf(press('KeyC', taken), writing)).toMatchObject({ outcome: 'COMPLAINT' });
  expect(deskActionOf(press('KeyC', { ...taken, isComposing: true }), writing)).toBeNull();
});
