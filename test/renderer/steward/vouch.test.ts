import { beforeEach, expect, test } from 'vitest';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import { toneOfShown } from '#renderer/steward/tone.ts';
import { code, makeWorld, pairedDesk, rosterOf } from '#test/renderer/steward/desk-world.ts';

let world: ReturnType<typeof makeWorld>;
let desk: StewardDesk;

beforeEach(async () => {
  ({ world, desk } = await pairedDesk());
});

async function answer(typed: string): Promise<object | undefined> {
  await desk.scan(typed, 'IN');
  const { shown } = desk.state();
  return shown?.kind === 'answer' ? shown.answer : undefined;
}

const own = () => world.disk.kept.facts.filter(({ isOwn }) => isOwn);

test('[EV53] a genuine ticket that no list knows yet is told from an invented one, amber, and lets nobody in', async () => {
  world.hub.vouches = 'GENUINE';
  expect(await answer(code.elsewhere)).toMatchObject({ result: 'UNKNOWN', isGenuine: true });
  expect(toneOfShown(desk.state().shown)).toBe('amber');
  expect(own()).toEqual([]);
  world.hub.vouches = 'UNKNOWN';
  expect(await answer(code.gone.replace('ZK', 'ZZ'))).toMatchObject({ result: 'UNKNOWN', isGenuine: false });
  expect(toneOfShown(desk.state().shown)).toBe('red');
});

test('[EV53] another event’s ticket is said to be one', async () => {
  world.hub.vouches = 'ELSEWHERE';
  expect(await answer(code.elsewhere)).toMatchObject({ result: 'WRONG_EVENT', guest: null });
  expect(own()).toEqual([]);
});

test('[EV53] a guest put on the list a moment ago is let in: the hub knows the code, and the list is fetched', async () => {
  world.hub.vouches = 'HERE';
  const now = rosterOf('OPEN');
  const late = { ...now.guests[0]!, guestId: 'late', ticketHashes: [world.hash(code.elsewhere)] };
  world.roster.now = { ...now, version: 'later', guests: [...now.guests, late] };
  expect(await answer(code.elsewhere)).toMatchObject({ result: 'OK', guest: { guestId: 'late' } });
  expect(own()).toMatchObject([{ guestId: 'late', kind: 'IN' }]);
});

test('[EV53] the hub is asked of codes that the list does not have and of no others; without a hub the answer stands', async () => {
  await answer(code.wang);
  expect(world.hub.asked).toEqual([]);
  await answer(code.elsewhere);
  expect(world.hub.asked).toEqual([code.elsewhere]);
  world.hub.isGone = true;
  world.clock.at += 5000;
  expect(await answer(code.elsewhere)).toMatchObject({ result: 'UNKNOWN', isTicket: true, isGenuine: false });
});
