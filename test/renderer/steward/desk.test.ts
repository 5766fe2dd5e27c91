import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { dayMs, hourMs } from '#core/base/time.ts';
import { foldPresence, type CheckInFact } from '#core/events/presence.ts';
import { echoMs, makeTicketCode } from '#core/events/ticket.ts';
import type { VenueEntry } from '#core/venue/entry.ts';
import type { ExchangeInput } from '#core/venue/exchange.ts';
import { maskGuest } from '#core/venue/mask-guest.ts';
import type { StewardRoster } from '#core/venue/steward-roster.ts';
import { openStewardDesk, type StewardDesk } from '#renderer/steward/desk.ts';
import { HubError, type StewardHub } from '#renderer/steward/hub.ts';
import type { StewardShown } from '#renderer/steward/state.ts';
import type { Kept, StewardStore } from '#renderer/steward/store.ts';

const random = seededRandom(3);
const code = Object.fromEntries(
  ['wang', 'li', 'zhao', 'gone', 'old', 'new', 'talk', 'elsewhere'].map((who) => [
    who,
    makeTicketCode(random),
  ]),
) as Record<'wang' | 'li' | 'zhao' | 'gone' | 'old' | 'new' | 'talk' | 'elsewhere', string>;
const startsAt = Date.parse('2026-11-22T14:00:00+08:00');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type World = ReturnType<typeof makeWorld>;
let world: World;
let desk: StewardDesk;

beforeEach(async () => {
  world = makeWorld();
  desk = await world.open();
  await desk.pair('SECRET12', '小陈');
});

/** A hub in memory that can be gone, replaced or closed, a browser's store that can break, and a clock. */
function makeWorld() {
  const roster: { now: StewardRoster } = { now: rosterOf('OPEN') };
  const hub = {
    id: 'hub-1',
    isGone: false,
    isOver: false,
    refuses: false,
    held: new Map<string, VenueEntry>(),
    left: 0,
  };
  const asked: ExchangeInput[] = [];
  const clock = { at: startsAt, aheadMs: 0 };
  const disk: { kept: Kept; isBroken: boolean } = {
    kept: { session: null, roster: null, heard: null, facts: [] },
    isBroken: false,
  };
  let made = 0;
  const there = <Answer>(answer: () => Answer): Promise<Answer> => {
    if (hub.isGone) return Promise.reject(new HubError('UNREACHABLE'));
    return hub.isOver ? Promise.reject(new HubError('SESSION_ENDED')) : Promise.resolve(answer());
  };
  const link: StewardHub = {
    pair: (secret) =>
      secret === 'SECRET12' && !hub.isGone
        ? Promise.resolve({
            hubId: hub.id,
            eventId: 'salon',
            hubName: '前台',
            sessionId: 'session-1',
            token: null,
          })
        : Promise.reject(new HubError(hub.isGone ? 'UNREACHABLE' : 'SECRET_WRONG')),
    exchange: (input) =>
      there(() => {
        asked.push(input);
        const taken = hub.refuses ? [] : input.entries;
        for (const entry of taken) hub.held.set(entry.id, entry);
        const since = input.hubId === hub.id ? input.since : 0;
        const entries = [...hub.held.values()].slice(since);
        return {
          hubId: hub.id,
          entries,
          next: since + entries.length,
          more: false,
          acknowledged: taken.map(({ id }) => id),
          refused: hub.refuses ? input.entries.map(({ id }) => id) : [],
          rosterVersion: roster.now.version,
          now: clock.at,
        };
      }),
    roster: () => there(() => roster.now),
    leave: () => there(() => void (hub.left += 1)),
  };
  const store: StewardStore = {
    read: () => Promise.resolve(disk.kept),
    write: (changes) => {
      if (disk.isBroken) return Promise.reject(new Error('QuotaExceededError'));
      const facts = new Map([...disk.kept.facts, ...(changes.facts ?? [])].map((fact) => [fact.id, fact]));
      disk.kept = { ...disk.kept, ...changes, facts: [...facts.values()] };
      return Promise.resolve();
    },
    wipe: (ids) => {
      const facts = disk.kept.facts.filter(({ id }) => !ids.includes(id));
      disk.kept = { session: null, roster: null, heard: null, facts };
      return Promise.resolve();
    },
  };
  const open = (): Promise<StewardDesk> =>
    openStewardDesk({
      store,
      hub: link,
      clock: () => clock.at + clock.aheadMs,
      newId: () => `fact-${String((made += 1)).padStart(3, '0')}`,
      hash: (text) => Promise.resolve(sha256(text)),
      onChange: () => {},
    });
  return { roster, hub, asked, clock, disk, open };
}

function rosterOf(status: StewardRoster['event']['status']): StewardRoster {
  const guest = (id: string, ticketCode: string, changed: object = {}) =>
    maskGuest(
      { id, name: '王小明', state: 'confirmed', ticketCode, revokedCodes: [], foreignCode: null, ...changed },
      { isForHost: id === 'talk', hash: sha256 },
    );
  return {
    eventId: 'salon',
    version: status,
    event: { title: '沙龙', venue: '会客厅', startsAt, endsAt: startsAt + 2 * hourMs, status },
    managerId: 'manager-1',
    guests: [
      guest('wang', code.wang),
      guest('li', code.li, { name: '李小红', foreignCode: 'PRETIXCODE123456' }),
      guest('zhao', code.zhao, { state: 'invited' }),
      guest('gone', code.gone, { state: 'cancelled' }),
      guest('new', code.new, { revokedCodes: [code.old] }),
      guest('talk', code.talk),
    ],
    foreignLengths: [16],
    now: startsAt,
  };
}

async function result(typed: string): Promise<string> {
  await desk.scan(typed);
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
  await Promise.all([desk.scan(code.wang), desk.scan(code.li), desk.scan(code.wang)]);
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
  expect(await desk.leave()).toBe(false);
  expect(own()).toHaveLength(1);
  world.hub.isGone = false;
  expect(await desk.leave()).toBe(true);
  expect(world.disk.kept).toEqual({ session: null, roster: null, heard: null, facts: [] });
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
  expect(await desk.pair('SECRET12', '小陈')).toBeNull();
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
  expect(desk.state().lastName).toBe('王＊＊');
  await desk.undo();
  expect(desk.state().shown).toEqual({ kind: 'undone', name: '王＊＊', isStillIn: false });
  expect(own().filter(({ kind }) => kind === 'UNDO')).toHaveLength(2);
  expect(desk.state().lastName).toBe('李＊＊');
  expect(await result(code.wang)).toBe('OK');
});

test('[EV86] another desk’s entry is nothing to take back', async () => {
  const { id, ...data } = factOf('wang');
  world.hub.held.set(id, { entity: 'checkIn', id, data, author: { deviceId: 'd', deskName: '东门' } });
  await desk.sync();
  expect(desk.state().lastName).toBeNull();
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
  for (const guestId of ['zhao', 'gone', 'talk']) await desk.admit(guestId);
  expect(own()).toEqual([]);
  await desk.admit('wang');
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
  expect(await desk.pair('WRONG', '小陈')).toBe('SECRET_WRONG');
  expect(desk.state().phase).toBe('OPEN');
});

function factOf(guestId: string): CheckInFact {
  return {
    id: `other-${guestId}`,
    eventId: 'salon',
    guestId,
    kind: 'IN',
    answers: null,
    at: startsAt,
    desk: '东门',
    managerId: 'manager-1',
    method: 'SCAN',
    overrideReason: null,
  };
}
