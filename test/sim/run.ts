import { parseArgs } from 'node:util';
import { catchUnhandled } from '#test/sim/unhandled.ts';
import { playAll } from '#test/sim/crew.ts';
import { makePlan } from '#test/sim/plan.ts';
import { runSeed, type Outcome } from '#test/sim/schedule.ts';
import { shrink } from '#test/sim/shrink.ts';
import { summarise, type Summary } from '#test/sim/summary.ts';
import { runVenueSeed, venueTheme } from '#test/sim/venue.ts';

/** `npm run sim -- --seed S --schedules N [--steps 300] [--theme name] [--json] [--workers K] [--told]`; see docs/simulation.md. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '200' },
    steps: { type: 'string', default: '300' },
    workers: { type: 'string' },
    theme: { type: 'string' },
    json: { type: 'boolean', default: false },
    told: { type: 'boolean', default: false },
    plain: { type: 'boolean', default: false },
  },
});

catchUnhandled();
const seed = Number(values.seed);
const schedules = Number(values.schedules);
const steps = Number(values.steps);
/** One schedule in so many is an evening at the door of an event. */
const venueShare = 25;

if (values.told) await tell();
else await play();

/** Plays many schedules and sums up. */
async function play(): Promise<void> {
  const outcomes: Outcome[] = [];
  const began = performance.now();
  const workers = values.workers === undefined ? {} : { workers: Number(values.workers) };
  const { theme = null } = values;
  const atVenue = theme === null ? Math.floor(schedules / venueShare) : 0;
  const keep = (outcome: Outcome): void => void outcomes.push(outcome);
  await playAll({ seed, schedules: schedules - atVenue, steps, theme, ...workers }, keep);
  await playAll({ seed, schedules: atVenue, steps, theme: venueTheme, ...workers }, keep);
  const summary = summarise(outcomes, (performance.now() - began) / 1000);
  report(summary);
  const first = summary.failures[0];
  if (first && !values.plain) await explain(first);
  if (values.json) {
    const { failed, lost, diverged, stepsPerSecond } = summary;
    console.log(
      JSON.stringify({ schedules: summary.schedules, failed, lost, diverged, steps_per_s: stepsPerSecond }),
    );
  }
  process.exitCode = summary.failed > 0 ? 1 : 0;
}

function report(summary: Summary): void {
  console.log(
    `${summary.schedules} schedules of ${steps} steps in ${summary.seconds.toFixed(1)} s: ` +
      `${summary.failed} failed (${summary.lost} lost, ${summary.diverged} diverged), ${summary.stepsPerSecond} steps/s`,
  );
  console.log(`a schedule has on average ${summary.average}`);
  for (const { seed: at, theme, failure } of summary.failures.slice(0, 40)) {
    console.log(`  seed ${at} (${theme}): ${failure?.message.split('\n').slice(0, 3).join(' | ')}`);
  }
}

/** Prints the smallest history that still fails in the same way. */
async function explain(failed: Outcome): Promise<void> {
  if (failed.theme === venueTheme) {
    console.log(
      `\nRepeat: npm run sim -- --theme ${venueTheme} --seed ${failed.seed} --steps ${steps} --told`,
    );
    return;
  }
  console.log(`\nShrinking seed ${failed.seed} …`);
  const { plan, outcome, tries } = await shrink(makePlan(failed.seed, steps, values.theme), failed, steps);
  console.log(`${plan.items.length} things are enough (${tries} tries):\n`);
  for (const line of outcome.story) console.log(line);
  console.log(`\n${outcome.failure?.message ?? ''}`);
  console.log(`\nRepeat: npm run sim -- --seed ${failed.seed} --schedules 1 --steps ${steps}`);
  console.log(`Plan: ${JSON.stringify(plan)}`);
}

/** Plays one schedule aloud. */
async function tell(): Promise<void> {
  const run = values.theme === venueTheme ? runVenueSeed : runSeed;
  const outcome = await run(seed, { steps, isTold: true });
  for (const line of outcome.story) console.log(line);
  console.log(outcome.failure?.message ?? 'nothing failed', outcome.trace, JSON.stringify(outcome.tally));
}
