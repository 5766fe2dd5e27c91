import { castWorld } from '#test/sim/genesis.ts';
import { Violation, type Verdict } from '#test/sim/failure.ts';
import { makePlan, type Plan } from '#test/sim/plan.ts';
import { comeToRest } from '#test/sim/rest.ts';
import { World, type Tally } from '#test/sim/world.ts';

/** What came of one schedule. */
export interface Outcome {
  readonly seed: number;
  readonly theme: string;
  readonly failure: { readonly oracle: string; readonly verdict: Verdict; readonly message: string } | null;
  readonly trace: string;
  readonly tally: Tally;
  /** How many items of the plan were reached. */
  readonly reached: number;
  /** What happened in words; empty unless asked for. */
  readonly story: readonly string[];
}

export interface RunOptions {
  readonly steps: number;
  readonly isTold?: boolean;
  /** The theme to dwell on instead of the seed's own. */
  readonly theme?: string | null;
}

/** Plays the schedule of a seed. */
export function runSeed(seed: number, options: RunOptions): Promise<Outcome> {
  return runPlan(makePlan(seed, options.steps, options.theme), options);
}

/** Plays a plan until the number of steps is reached or its items are used up, then lets everything come to rest. */
export async function runPlan(plan: Plan, { steps, isTold = false }: RunOptions): Promise<Outcome> {
  const world = await castWorld(plan, isTold).catch((error: unknown) => stillborn(plan, error));
  if (!(world instanceof World)) return world;
  let reached = 0;
  let failure: Outcome['failure'] = null;
  try {
    for (const item of plan.items) {
      if (world.tally.steps >= steps) break;
      await world.runUntil(world.agenda.now() + item.gapMs, steps - world.tally.steps);
      reached += 1;
      await world.perform(item);
    }
    await comeToRest(world);
  } catch (error) {
    failure = failureOf(world, error);
  }
  const { tally, story } = world;
  const trace = world.traceHash.toString(16).padStart(8, '0');
  world.close();
  return { seed: plan.seed, theme: plan.theme, failure, trace, tally, reached, story };
}

/** What is so wrong that it shows on the first morning already. */
function stillborn({ seed, theme }: Plan, error: unknown): Outcome {
  const tally = { steps: 0, actions: 0, faults: 0, struck: 0, messages: 0 };
  return { seed, theme, failure: describe(error), trace: '', tally, reached: 0, story: [] };
}

function failureOf(world: World, error: unknown): NonNullable<Outcome['failure']> {
  world.tell(`FAILED: ${String(error)}`);
  return describe(error);
}

function describe(error: unknown): NonNullable<Outcome['failure']> {
  if (error instanceof Violation)
    return { oracle: error.oracle, verdict: error.verdict, message: error.message };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { oracle: 'no-unexpected-error', verdict: 'broken', message: stack };
}
