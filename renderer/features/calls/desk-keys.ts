import type { Outcome } from '#core/calls/contact.ts';
import { callRules, type SkipCode } from '#core/calls/dispositions.ts';
import { phoneKeys, toneOf, type PhonePress } from '#renderer/features/phone/keys.ts';

/** What the desk waits for: an outcome, a date for a callback, the second D, a reason to skip, a salon, why the ladder is passed over, an answer, tones for the line. */
export type DeskMode =
  | 'ready'
  | 'date'
  | 'dnc'
  | 'skip'
  | 'invite'
  | 'ladder'
  | 'question'
  | 'why'
  | 'keypad';
export type Chip = 'plus1' | 'plus3' | 'plus7' | 'pick';

export type DeskAction =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'chip'; readonly chip: Chip }
  | { readonly kind: 'skipFor'; readonly reason: SkipCode }
  | { readonly kind: 'choose'; readonly index: number }
  | { readonly kind: 'phone'; readonly press: PhonePress | { readonly tone: string } }
  | {
      readonly kind:
        | 'skip'
        | 'undo'
        | 'back'
        | 'timer'
        | 'dial'
        | 'write'
        | 'finishNote'
        /** Invites to the next salon at once; `inviteTo` asks to which. */
        | 'invite'
        | 'inviteTo'
        | 'question'
        | 'notSaid'
        | 'answerInWords'
        | 'why'
        /** Back to a call that was not saved. */
        | 'mend'
        | 'risk'
        | 'history'
        | 'sms'
        | 'wechat'
        | 'search'
        | 'help'
        | 'cancel'
        /** A key that would act but must not: held down, or pressed on a card nobody has seen yet. */
        | 'ignore';
    };

/** A key press, by the physical key: the same on every layout and under every input method. */
export interface KeyPress {
  readonly code: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  /** An input method is composing, or has just taken this key (key code 229). */
  readonly isComposing: boolean;
  readonly isTakenByIme: boolean;
}

export interface DeskKeyState {
  readonly mode: DeskMode;
  /** The cursor is in the note and there is something in it, or the user asked to write. */
  readonly isWriting: boolean;
  /** The call just logged has a step whose date the chips may change. */
  readonly canReschedule: boolean;
}

const chips: Readonly<Record<string, Chip>> = { KeyA: 'plus1', KeyS: 'plus3', KeyD: 'plus7', KeyF: 'pick' };
const plain: Readonly<Record<string, DeskAction>> = {
  KeyN: { kind: 'skip' },
  KeyZ: { kind: 'undo' },
  KeyB: { kind: 'back' },
  Space: { kind: 'timer' },
  Enter: { kind: 'dial' },
  KeyW: { kind: 'write' },
  KeyG: { kind: 'invite' },
  KeyK: { kind: 'risk' },
  KeyH: { kind: 'history' },
  KeyQ: { kind: 'question' },
  KeyY: { kind: 'why' },
  KeyE: { kind: 'mend' },
  Escape: { kind: 'cancel' },
  KeyI: { kind: 'sms' },
  KeyO: { kind: 'wechat' },
  Slash: { kind: 'search' },
};

/**
 * Says what a key press means at the desk, or null when it belongs to whatever has the cursor.
 * While a note is being written letters and digits are text, and Alt makes them commands.
 */
export function deskActionOf(press: KeyPress, state: DeskKeyState): DeskAction | null {
  if (press.isComposing) return null;
  const action = meaningOf(press, state);
  // An input method takes letters for composing; digits before any composing are outcomes.
  if (press.isTakenByIme && !press.altKey && !press.code.startsWith('Digit')) return null;
  return action && press.repeat ? { kind: 'ignore' } : action;
}

function meaningOf(press: KeyPress, state: DeskKeyState): DeskAction | null {
  if (press.ctrlKey || press.metaKey) return withControl(press, state);
  if (state.mode !== 'ready') return inMode(press, state);
  if (state.isWriting && !press.altKey) return press.code === 'Escape' ? { kind: 'finishNote' } : null;
  return atRest(press, state);
}

function withControl({ code }: KeyPress, { isWriting }: DeskKeyState): DeskAction | null {
  if (code === 'Enter') return isWriting ? { kind: 'finishNote' } : null;
  return code === 'KeyZ' && !isWriting ? { kind: 'undo' } : null;
}

function inMode(press: KeyPress, state: DeskKeyState): DeskAction | null {
  const { code } = press;
  const { mode } = state;
  if (code.startsWith('Shift') || code.startsWith('Alt')) return null;
  if (mode === 'dnc') return code === 'KeyD' ? { kind: 'outcome', outcome: 'DNC' } : { kind: 'cancel' };
  if (code === 'Escape') return { kind: 'cancel' };
  if (mode === 'date') {
    const chip = chips[code];
    return chip ? { kind: 'chip', chip } : { kind: 'ignore' };
  }
  if (mode === 'skip') {
    const skip = callRules.skips.find(({ key }) => key === code);
    return skip ? { kind: 'skipFor', reason: skip.code } : { kind: 'ignore' };
  }
  if (mode === 'keypad') {
    const tone = toneOf(press);
    if (tone !== null) return { kind: 'phone', press: { tone } };
    return code === 'KeyX' ? { kind: 'cancel' } : { kind: 'ignore' };
  }
  if (mode === 'why') return code === 'KeyY' ? { kind: 'cancel' } : atRest(press, state);
  if (mode === 'question' && code === 'Digit0') return { kind: 'notSaid' };
  if (mode === 'question' && code === 'KeyW') return { kind: 'answerInWords' };
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  return digit ? { kind: 'choose', index: Number(digit) - 1 } : { kind: 'ignore' };
}

function atRest(press: KeyPress, state: DeskKeyState): DeskAction | null {
  const { code, shiftKey } = press;
  if (code === 'Slash' && shiftKey) return { kind: 'help' };
  if (code === 'KeyD' && shiftKey) return { kind: 'outcome', outcome: 'DNC' };
  if (code === 'KeyG' && shiftKey) return { kind: 'inviteTo' };
  if (shiftKey) return null;
  const chip = chips[code];
  if (chip) return state.canReschedule ? { kind: 'chip', chip } : null;
  const disposition = callRules.dispositions.find(({ key }) => key === code);
  if (disposition) return { kind: 'outcome', outcome: disposition.code };
  const phone = phoneKeys[code];
  return phone ? { kind: 'phone', press: phone } : (plain[code] ?? null);
}
