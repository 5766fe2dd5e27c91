import type { Page } from '@playwright/test';
import type { Outcome } from '#core/calls/contact.ts';
import { addFrameClock, type FrameClock } from '#test/support/frame-clock.ts';

/** One call of a scripted session: the keys as they are pressed, and what they log. */
export interface ScriptedCall {
  readonly outcome: Outcome;
  readonly keys: readonly string[];
  /** Typed into the note before; characters are not counted as keys. */
  readonly note?: string;
  /** Keys for a date, pressed once the outcome is saved. */
  readonly chip?: string;
}

/** What was pressed for whom. */
export interface Pressed {
  readonly clientId: string;
  readonly outcome: Outcome;
  readonly keys: number;
}

/**
 * Calls as a day brings them: of every forty 21 not reached and 19 reached, every outcome among them, some follow-ups
 * with another date than the proposed one, one note. The same list on every run.
 */
export function scriptedCalls(count: number): ScriptedCall[] {
  return Array.from({ length: count }, (_, turn) => day[turn % day.length] ?? plain('NO_ANSWER', 'Digit1'));
}

const plain = (outcome: Outcome, ...keys: string[]): ScriptedCall => ({ outcome, keys });
const noAnswer = plain('NO_ANSWER', 'Digit1');
const busy = plain('BUSY', 'Digit2');
const off = plain('OFF_SIGNAL', 'Digit3');
const served = plain('DONE_SERVICE', 'Digit7');
const callback = (chip: string): ScriptedCall => plain('CALLBACK', 'Digit4', chip);
const interested = plain('INTERESTED', 'Digit5');
const notNow = plain('NOT_NOW', 'Digit8');

const day: readonly ScriptedCall[] = [
  noAnswer,
  served,
  noAnswer,
  callback('KeyA'),
  busy,
  noAnswer,
  interested,
  noAnswer,
  off,
  served,
  noAnswer,
  notNow,
  noAnswer,
  { ...interested, chip: 'KeyS' },
  noAnswer,
  busy,
  callback('KeyS'),
  noAnswer,
  { ...plain('DONE_SERVICE', 'Alt+Digit7'), note: '女儿下月结婚，近期用钱𠮷👍' },
  noAnswer,
  plain('SALON_YES', 'Digit6'),
  noAnswer,
  served,
  noAnswer,
  busy,
  notNow,
  noAnswer,
  callback('KeyD'),
  noAnswer,
  plain('REFUSE', 'Digit9'),
  off,
  noAnswer,
  { ...interested, chip: 'KeyD' },
  noAnswer,
  served,
  plain('WRONG', 'Digit0'),
  plain('COMPLAINT', 'KeyC'),
  plain('RETEST', 'KeyR'),
  plain('DNC', 'Shift+KeyD', 'KeyD'),
  plain('TRANSFER', 'KeyT'),
];

/** Keys of a press as a hand counts them: Shift and Alt are keys too. */
export function keysOf({ keys, chip }: ScriptedCall): number {
  return [...keys, ...(chip ? [chip] : [])].reduce((sum, key) => sum + key.split('+').length, 0);
}

interface Recorder {
  deskTimes: number[];
}

/**
 * Measures in the page itself, from the press (its event's own time) to the first frame in which another client is
 * fully drawn: nothing of the card still loading. Times are milliseconds. Asked before the page is opened, because the
 * desk lets nobody hear a key after it.
 */
export async function recordAdvances(page: Page): Promise<void> {
  await addFrameClock(page);
  await page.addInitScript(() => {
    const times: number[] = [];
    (globalThis as unknown as Recorder).deskTimes = times;
    let pressedAt = 0;
    let from = '';
    const shown = (): string =>
      document.querySelector('article[data-client]')?.getAttribute('data-client') ?? '';
    const isDrawn = (): boolean => document.querySelector('article .mantine-Skeleton-root') === null;
    const look = (): void => {
      if (pressedAt === 0 || from === '' || shown() === from || shown() === '' || !isDrawn()) return;
      const since = pressedAt;
      pressedAt = 0;
      (globalThis as unknown as FrameClock).onPainted((at) => times.push(at - since));
    };
    addEventListener(
      'keydown',
      (event) => {
        pressedAt = event.timeStamp;
        from = shown();
      },
      { capture: true },
    );
    addEventListener('DOMContentLoaded', () =>
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true }),
    );
  });
}

/** Returns the advances measured since {@link recordAdvances}, in milliseconds. */
export function advancesOf(page: Page): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as Recorder).deskTimes);
}

const settleMs = 280;

/** Waits for a card to be on screen as long as the desk wants it to be before it takes an outcome; answers whose it is. */
export async function nextCard(page: Page, before: string | null): Promise<string> {
  const card = page.locator(
    before ? `article[data-client]:not([data-client="${before}"])` : 'article[data-client]',
  );
  await card.waitFor({ timeout: 30_000 });
  await page.waitForTimeout(settleMs);
  return (await card.getAttribute('data-client')) ?? '';
}

/** Presses one call of the script on the card shown; its date follows once the call is saved. */
export async function pressCall(page: Page, call: ScriptedCall): Promise<void> {
  if (call.note) await page.keyboard.insertText(call.note);
  for (const key of call.keys) await page.keyboard.press(key);
}
