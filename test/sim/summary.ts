import type { Outcome } from '#test/sim/schedule.ts';
import type { Tally } from '#test/sim/world.ts';

/** What many schedules came to. */
export interface Summary {
  readonly schedules: number;
  readonly failed: number;
  readonly lost: number;
  readonly diverged: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  /** What one schedule consists of, in words. */
  readonly average: string;
  readonly failures: readonly Outcome[];
}

/** Sums up outcomes that took some seconds; failures by seed. */
export function summarise(outcomes: readonly Outcome[], seconds: number): Summary {
  const failures = outcomes.filter(({ failure }) => failure).sort((a, b) => a.seed - b.seed);
  const by = (verdict: string) => failures.filter(({ failure }) => failure?.verdict === verdict).length;
  const total = (name: keyof Tally) => outcomes.reduce((sum, { tally }) => sum + tally[name], 0);
  const mean = (name: keyof Tally) => (total(name) / Math.max(1, outcomes.length)).toFixed(0);
  return {
    schedules: outcomes.length,
    failed: failures.length,
    lost: by('lost'),
    diverged: by('diverged'),
    seconds,
    stepsPerSecond: Math.round(total('steps') / seconds),
    average: `${mean('steps')} steps: ${mean('actions')} actions of people, ${mean('messages')} messages, ${mean('faults')} faults set, ${mean('struck')} kills struck`,
    failures,
  };
}
