import { expect, test } from 'vitest';
import { stepSight, type Sight } from '#core/events/sight.ts';
import { echoMs } from '#core/events/ticket.ts';

/** Shows the camera one picture after the other and returns what was judged. */
function watch(pictures: readonly (readonly [at: number, ...texts: string[]])[]): string[] {
  let last: Sight | null = null;
  const scanned: string[] = [];
  for (const [at, ...texts] of pictures) {
    const step = stepSight(last, { texts, at });
    last = step.last;
    if (step.scanned !== null) scanned.push(step.scanned);
  }
  return scanned;
}

test('[EV82] a code held before the camera is one scan, however long', () => {
  const held = Array.from({ length: 300 }, (_, picture) => [picture * 100, 'A'] as const);
  expect(watch(held)).toEqual(['A']);
  const slowly = Array.from({ length: 5 }, (_, picture) => [picture * 4000, 'A'] as const);
  expect(watch(slowly)).toEqual(['A']);
});

test('[EV82] the same code is a second scan once it was out of view as long as the echo rule says', () => {
  expect(watch([[0, 'A'], [700], [echoMs - 1, 'A']])).toEqual(['A']);
  expect(watch([[0, 'A'], [700], [echoMs, 'A']])).toEqual(['A', 'A']);
  expect(watch([[0, 'A'], [1400], [1450, 'A'], [2800], [2900, 'A'], [3000], [4400, 'A']])).toEqual([
    'A',
    'A',
  ]);
});

test('[EV82] another code is judged at once', () => {
  expect(
    watch([
      [0, 'A'],
      [60, 'B'],
      [120, 'A'],
    ]),
  ).toEqual(['A', 'B', 'A']);
});

test('[EV82] of several codes in view none is guessed, and the one before is not forgotten', () => {
  expect(stepSight(null, { texts: ['A', 'B'], at: 0 })).toEqual({
    last: null,
    scanned: null,
    isSeveral: true,
  });
  expect(
    watch([
      [0, 'A'],
      [60, 'A', 'B'],
      [120, 'A'],
    ]),
  ).toEqual(['A']);
});
