import { expect, test } from 'vitest';
import { callRules } from '#core/calls/dispositions.ts';
import { shortcuts } from '#renderer/app/shortcuts.ts';
import { deskActionOf, type DeskAction, type DeskKeyState } from '#renderer/features/calls/desk-keys.ts';
import { keyPress } from '#test/support/key-press.ts';

const ready: DeskKeyState = { mode: 'ready', isWriting: false, canReschedule: false };
const writing: DeskKeyState = { ...ready, isWriting: true };

test('[CQ30] each outcome is one key at rest, by its place on the keyboard; D needs Shift', () => {
  for (const { key, code } of callRules.dispositions) {
    const shiftKey = code === 'DNC';
    expect(deskActionOf(keyPress(key, { shiftKey }), ready)).toEqual({ kind: 'outcome', outcome: code });
  }
  expect(deskActionOf(keyPress('KeyD'), ready)).toBeNull();
});

test('[CQ30] while a note is written keys are text, and Alt makes them commands', () => {
  expect(deskActionOf(keyPress('Digit1'), writing)).toBeNull();
  expect(deskActionOf(keyPress('KeyC'), writing)).toBeNull();
  expect(deskActionOf(keyPress('Digit1', { altKey: true }), writing)).toEqual({
    kind: 'outcome',
    outcome: 'NO_ANSWER',
  });
  expect(deskActionOf(keyPress('Enter', { ctrlKey: true }), writing)).toEqual({ kind: 'finishNote' });
});

test('[CQ30] an input method keeps its letters; a digit before composing is an outcome', () => {
  expect(deskActionOf(keyPress('KeyC', { isTakenByIme: true }), ready)).toBeNull();
  expect(deskActionOf(keyPress('Digit1', { isComposing: true }), ready)).toBeNull();
  expect(deskActionOf(keyPress('Digit1', { isTakenByIme: true }), ready)).toMatchObject({
    outcome: 'NO_ANSWER',
  });
});

test('[CQ16] a held key acts once and types nothing', () => {
  expect(deskActionOf(keyPress('Digit1', { repeat: true }), ready)).toEqual({ kind: 'ignore' });
});

test('[CQ12] do-not-contact asks for a second D; any other key lets go', () => {
  const dnc: DeskKeyState = { ...ready, mode: 'dnc' };
  expect(deskActionOf(keyPress('KeyD'), dnc)).toEqual({ kind: 'outcome', outcome: 'DNC' });
  expect(deskActionOf(keyPress('Digit1'), dnc)).toEqual({ kind: 'cancel' });
});

test('[CQ22] chips act on a callback in hand or on the call just logged, never otherwise', () => {
  expect(deskActionOf(keyPress('KeyS'), { ...ready, mode: 'date' })).toEqual({ kind: 'chip', chip: 'plus3' });
  expect(deskActionOf(keyPress('KeyS'), { ...ready, canReschedule: true })).toEqual({
    kind: 'chip',
    chip: 'plus3',
  });
  expect(deskActionOf(keyPress('KeyS'), ready)).toBeNull();
  expect(deskActionOf(keyPress('Digit1'), { ...ready, mode: 'date' })).toEqual({ kind: 'ignore' });
});

test('[CQ48] one key each: invite, ask, why, back to what failed; Esc leaves any box', () => {
  expect(deskActionOf(keyPress('KeyG'), ready)).toEqual({ kind: 'invite' });
  expect(deskActionOf(keyPress('KeyG', { shiftKey: true }), ready)).toEqual({ kind: 'inviteTo' });
  expect(deskActionOf(keyPress('KeyQ'), ready)).toEqual({ kind: 'question' });
  expect(deskActionOf(keyPress('KeyY'), ready)).toEqual({ kind: 'why' });
  expect(deskActionOf(keyPress('KeyE'), ready)).toEqual({ kind: 'mend' });
  for (const mode of ['ready', 'date', 'dnc', 'skip', 'invite', 'question', 'why'] as const) {
    expect(deskActionOf(keyPress('Escape'), { ...ready, mode })).toEqual({ kind: 'cancel' });
  }
  expect(deskActionOf(keyPress('Escape'), writing)).toEqual({ kind: 'finishNote' });
});

test('[CQ48] a question is answered by digit; 0 is would rather not say, W is in words', () => {
  const asking: DeskKeyState = { ...ready, mode: 'question' };
  expect(deskActionOf(keyPress('Digit3'), asking)).toEqual({ kind: 'choose', index: 2 });
  expect(deskActionOf(keyPress('Digit0'), asking)).toEqual({ kind: 'notSaid' });
  expect(deskActionOf(keyPress('KeyW'), asking)).toEqual({ kind: 'answerInWords' });
  expect(deskActionOf(keyPress('KeyC'), asking)).toEqual({ kind: 'ignore' });
});

test('[CQ48] reading why stops nobody: outcomes still log', () => {
  const reading: DeskKeyState = { ...ready, mode: 'why' };
  expect(deskActionOf(keyPress('Digit1'), reading)).toMatchObject({ outcome: 'NO_ANSWER' });
  expect(deskActionOf(keyPress('KeyY'), reading)).toEqual({ kind: 'cancel' });
});

test('[CQ30] with Alt a command passes an input method that takes letters', () => {
  const taken = { isTakenByIme: true, altKey: true };
  expect(deskActionOf(keyPress('KeyC', taken), writing)).toMatchObject({ outcome: 'COMPLAINT' });
  expect(deskActionOf(keyPress('KeyC', { ...taken, isComposing: true }), writing)).toBeNull();
});

const sheetNames: Readonly<Record<string, string>> = {
  pickDate: 'pick',
  systemDial: 'system',
  copyNumber: 'copy',
  asService: 'service',
  riskTest: 'risk',
  writeNote: 'write',
  dnc: 'outcome',
};

/** What an action is called on the sheet: the finest word it has. */
function nameOf(action: DeskAction | null): string | undefined {
  if (action?.kind === 'chip') return action.chip;
  return action?.kind === 'phone' ? String(action.press) : action?.kind;
}

test('[CQ30] every key of the sheet of shortcuts does at the desk what the sheet says', () => {
  const desk = shortcuts.find(({ place }) => place === 'calls');
  const keys =
    desk?.items.filter(({ keys }) => keys.every((key) => /^([A-Z]|Shift|Space|Enter)$/.test(key))) ?? [];
  expect(keys.length).toBeGreaterThan(20);
  for (const { keys: caps, action } of keys) {
    const cap = caps.at(-1) ?? '';
    const press = keyPress(cap.length === 1 ? `Key${cap}` : cap, { shiftKey: caps.length > 1 });
    const done = nameOf(deskActionOf(press, { ...ready, canReschedule: true }));
    expect([caps, done]).toEqual([caps, sheetNames[action] ?? action]);
  }
});
