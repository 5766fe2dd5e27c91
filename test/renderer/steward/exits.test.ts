import { beforeEach, expect, test } from 'vitest';
import { echoMs } from '#core/events/ticket.ts';
import type { Direction } from '#renderer/steward/answering.ts';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import { code, factOf, makeWorld, pairedDesk } from '#test/renderer/steward/desk-world.ts';

let world: ReturnType<typeof makeWorld>;
let desk: StewardDesk;

beforeEach(async () => {
  ({ world, desk } = await pairedDesk());
});

async function scanned(typed: string, direction: Direction): Promise<string | null> {
  world.clock.at += echoMs;
  await desk.scan(typed, direction);
  const { shown } = desk.state();
  return shown?.kind === 'answer' ? shown.answer.result : null;
}

const own = () => world.disk.kept.facts.filter(({ isOwn }) => isOwn);

test('[EV54] at an exit a scan notes that the guest leaves, by the entry it ends; in the room is counted along', async () => {
  const { id, ...data } = factOf('wang');
  world.hub.held.set(id, { entity: 'checkIn', id, data, author: { deviceId: 'd', deskName: '东门' } });
  await desk.sync();
  expect(desk.state().inRoom).toBe(1);
  expect(await scanned(code.wang, 'OUT')).toBe('LEFT');
  expect(own()).toMatchObject([{ guestId: 'wang', kind: 'OUT', answers: id, desk: '小陈', method: 'SCAN' }]);
  expect(desk.state().inRoom).toBe(0);
  await desk.sync();
  expect(world.hub.held.size).toBe(2);
});

test('[EV54] who comes back after an exit is let in again, by the exit it follows', async () => {
  await scanned(code.wang, 'IN');
  await scanned(code.wang, 'OUT');
  expect(await scanned(code.wang, 'IN')).toBe('OK');
  expect(desk.state().shown).toMatchObject({ answer: { isReentry: true } });
  expect(own()[2]).toMatchObject({ kind: 'IN', answers: own()[1]?.id });
});

test('[EV54] who is not in the room leaves no fact at an exit and is told so, as at an exit that should be an entrance', async () => {
  for (const who of ['wang', 'zhao', 'gone', 'old', 'talk'] as const)
    expect(await scanned(code[who], 'OUT')).toBe('NOT_IN');
  expect(await scanned(code.elsewhere, 'OUT')).toBe('UNKNOWN');
  expect(own()).toEqual([]);
});

test('[EV54] who is in the room leaves with a replaced code too, and by name', async () => {
  await scanned(code.new, 'IN');
  expect(await scanned(code.old, 'OUT')).toBe('LEFT');
  await scanned(code.wang, 'IN');
  await desk.pick('wang', 'OUT');
  expect(own().at(-1)).toMatchObject({ guestId: 'wang', kind: 'OUT', method: 'SEARCH' });
});

test('[EV54] a stuttering scanner notes one exit; at once after an exit the same code is an entry', async () => {
  await scanned(code.wang, 'IN');
  await scanned(code.wang, 'OUT');
  await desk.scan(code.wang, 'OUT');
  expect(own()).toHaveLength(2);
  await desk.scan(code.wang, 'IN');
  expect(own()).toHaveLength(3);
});

test('[EV54] an own exit is taken back before the entry: the guest is in the room again', async () => {
  await scanned(code.wang, 'IN');
  await scanned(code.wang, 'OUT');
  expect(desk.state().last).toEqual({ name: '王＊＊', isExit: true });
  await desk.undo();
  expect(desk.state().shown).toEqual({ kind: 'undone', name: '王＊＊', isExit: true, isStillIn: true });
  expect(desk.state()).toMatchObject({ inRoom: 1, last: { isExit: false } });
});
