import { describe, expect, test } from 'vitest';
import { stepBurst, type Burst, type KeyPress } from '#core/events/wedge.ts';

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
