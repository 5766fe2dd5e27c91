import { expect, test } from 'vitest';
import { showRate, type Promised } from '#core/events/show-rate.ts';

const came = { overrideReason: null };
const guest = (over: Partial<Promised>): Promised => ({
  state: 'accepted',
  invitedFrom: 'LIST',
  firstEntry: came,
  ...over,
});

test('[EV133] of those who promised, how many came: walk-ins and who was let in with a reason promised nothing', () => {
  const guests = [
    guest({}),
    guest({ state: 'no_show', firstEntry: null }),
    guest({ state: 'walk_in', invitedFrom: 'DOOR' }),
    guest({ state: 'invited', firstEntry: { overrideReason: '行长邀请' } }),
    guest({ state: 'declined', firstEntry: null }),
  ];
  expect(showRate(guests)).toBe(0.5);
  expect(showRate([guest({ state: 'walk_in', invitedFrom: 'DOOR' })])).toBeNull();
});

test('[EV133] following up changes nothing of it', () => {
  const before = [guest({}), guest({}), guest({ state: 'no_show', firstEntry: null })];
  const after = before.map((one) => guest({ ...one, state: 'followed_up' }));
  expect(showRate(after)).toBe(showRate(before));
  const others = [
    guest({ state: 'followed_up', invitedFrom: 'DOOR' }),
    guest({ state: 'followed_up', firstEntry: { overrideReason: '行长邀请' } }),
  ];
  expect(showRate([...after, ...others])).toBe(showRate(before));
});
