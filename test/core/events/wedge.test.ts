import { describe, expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import {
  isScannerAtWork,
  scannedInSilence,
  stepBurst,
  type Burst,
  type KeyPress,
} from '#core/events/wedge.ts';

function type(keys: readonly KeyPress[]): (string | null)[] {
  let burst: Burst | null = null;
  return keys.map((key) => {
    const step = stepBurst(burst, key);
    burst = step.burst;
    return step.scanned;
  });
}

const codesOf = (text: string): string[] =>
  [...text].map((one) => (/\d/.test(one) ? `Digit${one}` : `Key${one}`));
const atSpeed = (codes: readonly string[], gapMs: number): KeyPress[] =>
  codes.map((code, index) => ({ code, at: 1000 + index * gapMs }));

describe('stepBurst', () => {
  test('[EV18] a fast burst ended by Enter or Tab is a scan, read from physical keys', () => {
    for (const end of ['Enter', 'NumpadEnter', 'Tab']) {
      const scanned = type(atSpeed([...codesOf('ZK12345ABCDE'), end], 12));
      expect(scanned.at(-1)).toBe('ZK12345ABCDE');
    }
  });

  test('[EV18] a person typing the same is not', () => {
    expect(type(atSpeed([...codesOf('ZK12345ABCDE'), 'Enter'], 90)).at(-1)).toBeNull();
  });

  test('[EV18] a short fast burst is not; letters typed before a scan do not stick to it', () => {
    expect(type(atSpeed([...codesOf('WXM'), 'Enter'], 10)).at(-1)).toBeNull();
    const slow = atSpeed(codesOf('WX'), 200);
    const fast = atSpeed([...codesOf('ZK12345ABCDE'), 'Enter'], 10).map((key) => ({
      ...key,
      at: key.at + 900,
    }));
    expect(type([...slow, ...fast]).at(-1)).toBe('ZK12345ABCDE');
  });

  test('[EV18] shift and other keys inside a burst do no harm', () => {
    const keys = codesOf('ZK12345A').flatMap((code) => ['ShiftLeft', code]);
    expect(type(atSpeed([...keys, 'Enter'], 8)).at(-1)).toBe('ZK12345A');
  });
});

/** The burst after all keys. */
function burstOf(keys: readonly KeyPress[]): Burst | null {
  return keys.reduce<Burst | null>((burst, key) => stepBurst(burst, key).burst, null);
}

describe('isScannerAtWork', () => {
  test('[EV141] from the fourth key at a scanner’s speed on, until a key comes late or ends the scan', () => {
    const keys = atSpeed(codesOf('ZK12345A'), 12);
    const known = keys.map((_, index) => isScannerAtWork(burstOf(keys.slice(0, index + 1))));
    expect(known).toEqual([false, false, false, true, true, true, true, true]);
    expect(isScannerAtWork(burstOf([...keys, { code: 'KeyW', at: 9000 }]))).toBe(false);
    expect(isScannerAtWork(burstOf([...keys, { code: 'Enter', at: 1090 }]))).toBe(false);
  });

  test('[EV141] a person is never taken for one, a rolled pair of keys included', () => {
    const rolled = [0, 30, 120, 150, 240].map((at, index) => ({ code: codesOf('zhang')[index] ?? '', at }));
    expect(isScannerAtWork(burstOf(atSpeed(codesOf('ZHANGWEIMIN'), 80)))).toBe(false);
    expect(isScannerAtWork(burstOf(rolled))).toBe(false);
  });
});

describe('scannedInSilence', () => {
  test('[EV142] a whole code with whatever the scanner adds; not a part of one, not another text, not what was typed', () => {
    const code = makeTicketCode(seededRandom(8));
    expect(scannedInSilence(burstOf(atSpeed(codesOf(code), 10)))).toBe(code);
    expect(scannedInSilence(burstOf(atSpeed(codesOf(`Q1${code}`), 10)))).toBe(`Q1${code}`);
    expect(scannedInSilence(burstOf(atSpeed(codesOf(code.slice(0, -1)), 10)))).toBeNull();
    expect(scannedInSilence(burstOf(atSpeed(codesOf('6901234567892'), 10)))).toBeNull();
    expect(scannedInSilence(burstOf(atSpeed(codesOf(code), 90)))).toBeNull();
    expect(scannedInSilence(null)).toBeNull();
  });
});
