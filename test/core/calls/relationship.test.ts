import { expect, test } from 'vitest';
import { isTooMuchAtFirst, relationshipRules, relationshipStrength } from '#core/calls/relationship.ts';

const none = { talks: 0, replies: 0, visits: 0 };

test('[CQ87] strength counts what went both ways: talks, replies, visits', () => {
  expect(relationshipStrength(none)).toBe(0);
  expect(relationshipStrength({ talks: 2, replies: 1, visits: 1 })).toBe(4);
});

test('[CQ88] a large first ask warns until the client is known; a starter, or whoever holds something, never', () => {
  const large = relationshipRules.largeAskFromFen;
  const known = { ...none, replies: relationshipRules.knownFrom };
  expect(isTooMuchAtFirst({ stage: 'ACTIVATION', contacts: none }, large)).toBe(true);
  expect(isTooMuchAtFirst({ stage: 'ACTIVATION', contacts: none }, large - 1)).toBe(false);
  expect(isTooMuchAtFirst({ stage: 'ACTIVATION', contacts: known }, large)).toBe(false);
  expect(isTooMuchAtFirst({ stage: 'GROWTH', contacts: none }, large)).toBe(false);
});
