import { callRules } from '#core/calls/dispositions.ts';

/** The outcomes of calls in which the client was spoken to, as JSON for a statement. */
export const reachedOutcomes: string = JSON.stringify(
  callRules.dispositions.filter(({ isReached }) => isReached).map(({ code }) => code),
);
