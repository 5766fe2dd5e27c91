import { beforeEach, expect, test } from 'vitest';
import { echoMs } from '#core/events/ticket.ts';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import { isHeldOpen } from '#renderer/steward/state.ts';
import { openHandOver } from '#workstation/venue/hand-over-file.ts';
import { code, makeWorld, pairedDesk } from '#test/renderer/steward/desk-world.ts';

let world: ReturnType<typeof makeWorld>;
let desk: StewardDesk;

beforeEach(async () => {
  ({ world, desk } = await pairedDesk());
});

/** Two guests come in while the hub is gone for good. */
async function strand(): Promise<void> {
  world.hub.isGone = true;
  await desk.scan(code.wang, 'IN');
  await desk.scan(code.li, 'IN');
  await desk.sync();
}

const own = () => world.disk.kept.facts.filter(({ isOwn }) => isOwn);

test('[EV55] what a helper noted is written as a file that a host’s desk opens with the passphrase said to them', async () => {
  desk = await world.open({});
  await strand();
  const file = await desk.writeFile();
  const { content = '', passphrase = '', entries } = file ?? {};
  expect(entries).toBe(2);
  for (const secret of ['小陈', 'wang', passphrase]) expect(content).not.toContain(secret);
  expect(await openHandOver('salon', content, { passphrase })).toMatchObject({
    ok: true,
    value: {
      desk: '小陈',
      entries: own().map(({ id, guestId }) => ({ entity: 'checkIn', id, data: { guestId, kind: 'IN' } })),
    },
  });
  expect(await openHandOver('salon', content, { passphrase: '0000-0000-0000' })).toMatchObject({
    error: 'WRONG_PASSPHRASE',
  });
  expect(await openHandOver('other', content, { passphrase })).toMatchObject({ error: 'OTHER_EVENT' });
});

test('[EV55] leaving is refused until everything that waits was carried away, and then only when the helper is sure', async () => {
  await strand();
  expect(await desk.leave(true)).toBe('WAITING');
  await desk.writeFile();
  expect(desk.state().isCarried).toBe(true);
  expect(await desk.leave(false)).toBe('ONLY_CARRIED');
  world.clock.at += echoMs;
  await desk.scan(code.wang, 'IN');
  expect(await desk.leave(true)).toBe('WAITING');
  await desk.writeFile();
  expect(await desk.leave(true)).toBe('LEFT');
  expect(world.disk.kept).toEqual({ session: null, roster: null, heard: null, carried: null, facts: [] });
});

test('[EV55] a file takes nothing from the hub: when it is back it is offered everything all the same', async () => {
  await strand();
  await desk.writeFile();
  world.hub.isGone = false;
  await desk.sync();
  expect([...world.hub.held.keys()]).toEqual(own().map(({ id }) => id));
  expect(desk.state()).toMatchObject({ waiting: 0, isCarried: false });
});

test('[EV55] another hub’s link carries everything to the page opened there, under the same ids', async () => {
  await strand();
  const { text, ids } = await desk.packed();
  expect(text).toMatch(/^[\w-]+$/);
  await desk.markCarried(ids);
  expect(await desk.leave(false)).toBe('ONLY_CARRIED');
  const before = own();
  const there = makeWorld();
  there.hub.id = 'hub-2';
  const page = await there.open();
  expect(await page.pair({ secret: 'SECRET12', name: '小陈', carried: text })).toBeNull();
  expect([...there.hub.held.values()].map(({ id, data }) => ({ id, ...data }))).toEqual(
    before.map(({ isOwn: _own, handing: _handing, ...fact }) => fact),
  );
  expect(page.state()).toMatchObject({ waiting: 0, inRoom: 2 });
  await page.scan(code.wang, 'IN');
  expect(page.state().shown).toMatchObject({ answer: { result: 'ALREADY', earlier: { desk: '小陈' } } });
});

test('[EV55] what was carried is kept before the hub is asked: a code that is refused loses none of it', async () => {
  await strand();
  const { text } = await desk.packed();
  const there = makeWorld();
  const page = await there.open();
  expect(await page.pair({ secret: 'WRONG', name: '小陈', carried: text })).toBe('SECRET_WRONG');
  expect(there.disk.kept.facts).toHaveLength(2);
  expect(page.state()).toMatchObject({ phase: 'PAIRING', stranded: 2 });
  expect(await page.writeFile()).toMatchObject({ entries: 2 });
});

test.each(['', 'AAAA', 'not base64 at all', btoa('{"x":1}')])(
  '[EV55] a link whose end is damaged (%j) pairs like one without',
  async (carried) => {
    expect(await desk.pair({ secret: 'SECRET12', name: '小陈', carried })).toBeNull();
    expect(own()).toEqual([]);
  },
);

test('[EV55] a fact of another shape in a link is not taken: it would hold up all others at the hub', async () => {
  await strand();
  const [first] = own();
  const { packCarried } = await import('#renderer/steward/carried.ts');
  const there = makeWorld();
  const page = await there.open();
  for (const wrong of [{ at: 'now' }, { kind: 'MAYBE' }, { overrideReason: 'x' }, { guestId: '' }]) {
    const carried = await packCarried([{ ...first, ...wrong } as never]);
    await page.pair({ secret: 'SECRET12', name: '小陈', carried });
  }
  expect(there.disk.kept.facts).toEqual([]);
});

test('[EV55] a hub’s link is answered with where it leads, and writes nothing', async () => {
  await desk.scan('https://192.168.1.7:4481/steward/#ABCD2345', 'IN');
  expect(desk.state().shown).toEqual({
    kind: 'hub',
    link: { host: '192.168.1.7', port: 4481, secret: 'ABCD2345' },
  });
  await desk.scan('https://192.168.1.7:4481/desk#ABCD2345', 'IN');
  expect(desk.state().shown).toMatchObject({ kind: 'answer', answer: { result: 'UNKNOWN' } });
});

test('[EV56] the page asks before it is closed while something waits, and while its hub is gone', async () => {
  expect(isHeldOpen(desk.state())).toBe(false);
  world.hub.isGone = true;
  await desk.sync();
  expect(isHeldOpen(desk.state())).toBe(true);
  await desk.scan(code.wang, 'IN');
  world.hub.isGone = false;
  await desk.sync();
  await desk.sync();
  expect(isHeldOpen(desk.state())).toBe(false);
});
