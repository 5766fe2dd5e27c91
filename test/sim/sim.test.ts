import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { playAll } from '#test/sim/crew.ts';
import { makePlan, type Plan } from '#test/sim/plan.ts';
import { runPlan, runSeed, type Outcome } from '#test/sim/schedule.ts';
import { catchUnhandled } from '#test/sim/unhandled.ts';

/** Plans that failed once, made as small as they go, with what was found by them. */
interface Regression {
  readonly found: string;
  readonly plan: Plan;
}

catchUnhandled();
const file = path.join(import.meta.dirname, 'regressions.json');
const regressions = JSON.parse(readFileSync(file, 'utf8')) as Regression[];

test('[SY80] a schedule is the same to the last byte whenever it is played, alone or after others', async () => {
  const first = await runSeed(7, { steps: 200, isTold: true });
  await runSeed(8, { steps: 100 });
  const again = await runSeed(7, { steps: 200, isTold: true });
  expect(again.story.join('\n')).toBe(first.story.join('\n'));
  expect(again.trace).toBe(first.trace);
  expect((await runSeed(9, { steps: 200 })).trace).not.toBe(first.trace);
});

test('[SY80] the plan of a seed is made of the seed alone', () => {
  expect(makePlan(11, 300)).toStrictEqual(makePlan(11, 300));
});

test.each(regressions)('[SY80] fixed and stays fixed: $found', async ({ plan }) => {
  const outcome = await runPlan(plan, { steps: 300 });
  expect(outcome.failure).toBeNull();
});

test('[SY80] no schedule loses a value or leaves two copies different', { timeout: 120_000 }, async () => {
  const outcomes: Outcome[] = [];
  await playAll({ seed: 1, schedules: 150, steps: 300 }, (outcome) => outcomes.push(outcome));
  expect(outcomes).toHaveLength(150);
  expect(outcomes.filter(({ failure }) => failure).map(({ seed, failure }) => ({ seed, failure }))).toEqual(
    [],
  );
  const messages = outcomes.reduce((sum, { tally }) => sum + tally.messages, 0);
  expect(messages).toBeGreaterThan(150 * 40);
});
