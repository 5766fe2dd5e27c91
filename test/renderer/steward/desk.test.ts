import { beforeEach, expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { foldPresence, type CheckInFact } from '#core/events/presence.ts';
import { echoMs } from '#core/events/ticket.ts';
import type { Direction } from '#renderer/steward/answering.ts';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import type { StewardShown } from '#renderer/steward/state.ts';
import {
  code,
  factOf,
  makeWorld,
  pairedDesk,
  rosterOf,
  startsAt,
} from '#test/renderer/steward/desk-world.ts';

let world: ReturnType<typeof makeWorld>;
let desk: StewardDesk;

beforeEach(async () => {
  ({ world, desk } = await pairedDesk());
});

async function result(typed: string, direction: Direction = 'IN'): Promise<string> {
  await desk.scan(typed, direction);
  const { shown } = desk.state();
  return shown?.kind === 'answer' ? shown.answer.result : (shown?.kind ?? 'nothing');
}

/** Lets the echo of the last scan pass. */
const pause = (): void => void (world.clock.at += echoMs);
const own = (): CheckInFact[] => world.disk.kept.facts.filter(({ isOwn }) => isOwn);

test('[EV83] a ticket is let in, is durable before it is answered, and comes to the hub by itself', async () => {
  expect(await result(code.wang.toLowerCase())).toBe('OK');
  expect(own()).toMatchObject([
    { guestId: 'wang', kind: 'IN', answers: null, method: 'SCAN', desk: '小陈', managerId: 'manager-1' },
  ]);
  await desk.sync();
  expect([...world.hub.held.keys()]).toEqual(own().map(({ id }) => id));
  expect(desk.state()).toMatchObject({ waiting: 0, link: 'CONNECTED' });
});

test('[EV83] a screenshot shown a second time is ALREADY, with time and desk, and is kept as a fact', async () => {
  await result(code.wang);
  pause();
  expect(await result(code.wang)).toBe('ALREADY');
  const shown = desk.state().shown as Extract<StewardShown, { kind: 'answer' }>;
  expect(shown.answer.earlier).toMatchObject({ desk: '小陈', at: startsAt });
  expect(own()).toHaveLength(2);
  expect(own()[1]?.answers).toBe(own()[0]?.id);
});

test('[EV83] a stuttering scanner gets its answer again and writes nothing', async () => {
  await result(code.wang);
  expect(await result(code.wang)).toBe('OK');
  expect(own()).toHaveLength(1);
});

test('[EV83] what cannot be saved is no entry: red, and the guest is not in', async () => {
  world.disk.isBroken = true;
  expect(await result(code.wang)).toBe('failed');
  world.disk.isBroken = false;
  pause();
  expect(await result(code.wang)).toBe('OK');
});

test('[EV83] what another desk noted counts here', async () => {
  const { id, isOwn: _, ...data } = { ...factOf('wang'), isOwn: false };
  world.hub.held.set(id, { entity: 'checkIn', id, data, author: { deviceId: 'd', deskName: '东门' } });
  await desk.sync();
  expect(await result(code.wang)).toBe('ALREADY');
});

test('[EV83] two scans at once are judged one after the other', async () => {
  await Promise.all([desk.scan(code.wang, 'IN'), desk.scan(code.li, 'IN'), desk.scan(code.wang, 'IN')]);
  const presence = foldPresence(
    own().filter(({ guestId }) => guestId === 'wang'),
    { from: 0, until: Infinity },
  );
  expect(presence.doubles).toEqual([]);
});

test('[EV83] without a hub it goes on alone and says so; the hub gets everything when it is back', async () => {
  world.hub.isGone = true;
  await result(code.wang);
  await desk.sync();
  expect(desk.state()).toMatchObject({ link: 'ALONE', waiting: 1, phase: 'OPEN' });
  expect(await result(code.li)).toBe('OK');
  world.hub.isGone = false;
  await desk.sync();
  await desk.sync();
  expect(desk.state()).toMatchObject({ link: 'CONNECTED', waiting: 0 });
  expect(world.hub.held.size).toBe(2);
});

test('[EV84] a closed tab loses nothing: opened again without a hub, it is at the same door', async () => {
  world.hub.isGone = true;
  await result(code.wang);
  desk = await world.open();
  expect(desk.state()).toMatchObject({ phase: 'OPEN', name: '小陈', waiting: 1 });
  pause();
  expect(await result(code.wang)).toBe('ALREADY');
});

test('[EV84] another hub of the event is offered everything again', async () => {
  await result(code.wang);
  await desk.sync();
  Object.assign(world.hub, { id: 'hub-2', held: new Map() });
  await desk.sync();
  await desk.sync();
  expect([...world.hub.held.keys()]).toEqual(own().map(({ id }) => id));
  expect(desk.state().waiting).toBe(0);
});

test('[EV84] an answer lost on the way is asked for again, and nothing is there twice', async () => {
  await result(code.wang);
  await desk.sync();
  const kept = world.disk.kept;
  world.disk.kept = { ...kept, facts: kept.facts.map((fact) => ({ ...fact, handing: 'WAITING' as const })) };
  desk = await world.open();
  await desk.sync();
  expect(world.hub.held.size).toBe(1);
  expect(desk.state().waiting).toBe(0);
});

test('[EV84] what a hub would not take is kept and said', async () => {
  world.hub.refuses = true;
  await result(code.wang);
  await desk.sync();
  expect(desk.state()).toMatchObject({ waiting: 0, refused: 1 });
  expect(own()).toHaveLength(1);
});

test('[EV85] leaving is refused while something is not handed on, and wipes the browser afterwards', async () => {
  world.hub.isGone = true;
  await result(code.wang);
  expect(await desk.leave(false)).toBe('WAITING');
  expect(own()).toHaveLength(1);
  world.hub.isGone = false;
  expect(await desk.leave(false)).toBe('LEFT');
  expect(world.disk.kept).toEqual({ session: null, roster: null, heard: null, carried: null, facts: [] });
  expect(world.hub.left).toBe(1);
  expect(desk.state().phase).toBe('ENDED');
});

test('[EV85] a session that ended with nothing left is wiped; with something left it is kept until paired again', async () => {
  world.hub.isGone = true;
  await result(code.wang);
  Object.assign(world.hub, { isGone: false, isOver: true });
  await desk.sync();
  expect(desk.state()).toMatchObject({ phase: 'ENDED', waiting: 1 });
  world.hub.isOver = false;
  expect(await desk.pair({ secret: 'SECRET12', name: '小陈', carried: '' })).toBeNull();
  expect(desk.state()).toMatchObject({ phase: 'OPEN', waiting: 0 });
  world.hub.isOver = true;
  await desk.sync();
  expect(desk.state().phase).toBe('ENDED');
  expect(world.disk.kept.facts).toEqual([]);
});

test('[EV85] a closed event lets nobody in, and wipes the browser once everything is handed on', async () => {
  await result(code.wang);
  await desk.sync();
  world.roster.now = rosterOf('CLOSED');
  world.hub.isGone = false;
  await desk.sync();
  expect(desk.state().phase).toBe('ENDED');
  expect(world.disk.kept.roster).toBeNull();
  expect(world.hub.held.size).toBe(1);
});

test('[EV86] the own last entry is taken back with its repetitions; the same code is a new scan at once', async () => {
  await result(code.li);
  await result(code.wang);
  pause();
  await result(code.wang);
  expect(desk.state().last).toEqual({ name: '王＊＊', isExit: false });
  await desk.undo();
  expect(desk.state().shown).toEqual({ kind: 'undone', name: '王＊＊', isExit: false, isStillIn: false });
  expect(own().filter(({ kind }) => kind === 'UNDO')).toHaveLength(2);
  expect(desk.state().last?.name).toBe('李＊＊');
  expect(await result(code.wang)).toBe('OK');
});

test('[EV86] another desk’s entry is nothing to take back', async () => {
  const { id, ...data } = factOf('wang');
  world.hub.held.set(id, { entity: 'checkIn', id, data, author: { deviceId: 'd', deskName: '东门' } });
  await desk.sync();
  expect(desk.state().last).toBeNull();
  await desk.undo();
  expect(own()).toEqual([]);
});

test.each([
  ['zhao', 'NOT_CONFIRMED'],
  ['gone', 'CANCELLED'],
  ['old', 'REVOKED'],
  ['talk', 'FOR_HOST'],
  ['elsewhere', 'UNKNOWN'],
] as const)('[EV87] %s is answered %s and not let in', async (who, expected) => {
  expect(await result(code[who])).toBe(expected);
  expect(own()).toEqual([]);
});

test('[EV87] found by search they are not let in either', async () => {
  for (const guestId of ['zhao', 'gone', 'talk']) await desk.pick(guestId, 'IN');
  expect(own()).toEqual([]);
  await desk.pick('wang', 'IN');
  expect(own()).toMatchObject([{ guestId: 'wang', method: 'SEARCH' }]);
});

test('[EV83] a ticket of another event is told from an unknown code; one of another system is read', async () => {
  await result(code.elsewhere);
  expect(desk.state().shown).toMatchObject({ answer: { result: 'UNKNOWN', isTicket: true } });
  await result('https://example.com/poster');
  expect(desk.state().shown).toMatchObject({ answer: { result: 'UNKNOWN', isTicket: false } });
  expect(await result('x-pretix-code-123456')).toBe('OK');
});

test('[EV88] a tablet whose clock stands in another year writes the hub’s time', async () => {
  world.clock.aheadMs = -6 * 365 * dayMs;
  await desk.sync();
  await result(code.wang);
  expect(own()[0]?.at).toBe(startsAt);
  expect(desk.state().clockAheadMs).toBe(-6 * 365 * dayMs);
  desk = await world.open();
  world.hub.isGone = true;
  expect(await result(code.li)).toBe('OK');
  expect(own()[1]?.at).toBe(startsAt);
});

test('[EV83] pairing that fails says why and keeps what is there', async () => {
  expect(await desk.pair({ secret: 'WRONG', name: '小陈', carried: '' })).toBe('SECRET_WRONG');
  expect(desk.state().phase).toBe('OPEN');
});
