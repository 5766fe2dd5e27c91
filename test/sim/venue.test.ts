import { expect, test } from 'vitest';
import { playAll } from '#test/sim/crew.ts';
import type { Outcome } from '#test/sim/schedule.ts';
import { catchUnhandled } from '#test/sim/unhandled.ts';
import { runVenueSeed, venueTheme } from '#test/sim/venue.ts';

catchUnhandled();

test('[EV91] an evening at the door is the same to the last byte whenever it is played', async () => {
  const first = await runVenueSeed(7, { steps: 60, isTold: true });
  await runVenueSeed(8, { steps: 40 });
  const again = await runVenueSeed(7, { steps: 60, isTold: true });
  expect(again.story.join('\n')).toBe(first.story.join('\n'));
});

test('[EV91] four desks, a helper and 1,000 guests: the hub lost and moved, partitions, repeated and overtaking messages, clocks hours off, kills: every desk comes to the same door, nothing is lost, every double entry is told', async () => {
  const outcome = await runVenueSeed(3, { steps: 1_500, guests: 1_000 });
  expect(outcome.failure).toBeNull();
  expect(outcome.tally.actions).toBeGreaterThan(300);
  expect(outcome.tally.struck).toBeGreaterThan(3);
}, 120_000);

test('[EV91] no evening at the door loses an entry or leaves two desks different', async () => {
  const outcomes: Outcome[] = [];
  await playAll({ seed: 1, schedules: 6, steps: 300, theme: venueTheme }, (outcome) =>
    outcomes.push(outcome),
  );
  expect(outcomes).toHaveLength(6);
  expect(outcomes.filter(({ failure }) => failure).map(({ seed, failure }) => ({ seed, failure }))).toEqual(
    [],
  );
}, 120_000);
