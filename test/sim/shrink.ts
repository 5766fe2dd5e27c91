import type { Item, Plan } from '#test/sim/plan.ts';
import { runPlan, type Outcome } from '#test/sim/schedule.ts';

/** How often a failing plan is played again at most while it is made smaller. */
const tries = 400;

/** A plan from which nothing can be left out, and how it fails. */
export interface Shrunk {
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly tries: number;
}

/** Leaves out of a failing plan whatever is not needed for the same oracle to fail (delta debugging). */
export async function shrink(plan: Plan, failed: Outcome, steps: number): Promise<Shrunk> {
  let best: Plan = { ...plan, items: plan.items.slice(0, failed.reached) };
  let outcome = failed;
  let count = 0;
  const attempt = async (items: readonly Item[]): Promise<boolean> => {
    count += 1;
    const candidate = { ...best, items };
    const found = await runPlan(candidate, { steps, isTold: true });
    if (found.failure?.oracle !== failed.failure?.oracle) return false;
    best = candidate;
    outcome = found;
    return true;
  };
  await attempt(best.items);
  // oxlint-disable-next-line no-unmodified-loop-condition -- each attempt counts
  for (let size = Math.ceil(best.items.length / 2); size >= 1 && count < tries;) {
    const isSmaller = await leaveOutPieces(best.items, size, attempt, () => count < tries);
    if (!isSmaller && size === 1) break;
    if (!isSmaller) size = Math.ceil(size / 2);
    else size = Math.min(size, Math.max(1, Math.floor(best.items.length / 2)));
  }
  return { plan: best, outcome, tries: count };
}

async function leaveOutPieces(
  items: readonly Item[],
  size: number,
  attempt: (items: readonly Item[]) => Promise<boolean>,
  mayGoOn: () => boolean,
): Promise<boolean> {
  let kept = items;
  for (let at = Math.floor((kept.length - 1) / size) * size; at >= 0 && mayGoOn(); at -= size) {
    const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
    if (fewer.length < kept.length && (await attempt(fewer))) kept = fewer;
  }
  return kept.length < items.length;
}
