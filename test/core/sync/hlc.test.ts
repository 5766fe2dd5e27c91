import { expect, test } from 'vitest';
import { createHlc, readHlc, type HlcStore } from '#core/sync/hlc.ts';

function memory(initial: string | null = null): HlcStore & { saved: string | null } {
  const store = {
    saved: initial,
    load: () => store.saved,
    save: (reading: string) => {
      store.saved = reading;
    },
  };
  return store;
}

test('[SY1] [F15] 1,200,000 readings in one frozen millisecond all differ and rise as text', () => {
  const next = createHlc(() => 1_763_785_600_000, 'device', memory());
  let last = '';
  for (let count = 0; count < 1_200_000; count += 1) {
    const reading = next();
    if (reading <= last) throw new Error(`${reading} does not follow ${last}`);
    last = reading;
  }
  expect(readHlc(last)).toEqual({ ms: 1_763_785_600_001, counter: 199_999, device: 'device' });
});

test('[SY1] a clock set back two years does not set the readings back', () => {
  let now = 1_763_785_600_000;
  const next = createHlc(() => now, 'device', memory());
  const before = next();
  now -= 2 * 365 * 86_400_000;
  expect(next() > before).toBe(true);
});

test('[SY1] a restart goes on after the last reading given out, even with the clock set back', () => {
  const store = memory();
  const before = createHlc(() => 2_000_000, 'device', store)();
  const after = createHlc(() => 1_000_000, 'device', store)();
  expect(after > before).toBe(true);
});

test('[SY1] a reading fits the wire, and other text is no reading', () => {
  const reading = createHlc(() => 1_763_785_600_000, '0194a000-0000-7000-8000-000000000001', memory())();
  expect(reading.length).toBeLessThanOrEqual(80);
  expect(readHlc('2026-11-22')).toBeNull();
});
