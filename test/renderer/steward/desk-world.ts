import { createHash } from 'node:crypto';
import { seededRandom } from '#core/base/ids.ts';
import { hourMs } from '#core/base/time.ts';
import type { CheckInFact } from '#core/events/presence.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import type { VenueEntry } from '#core/venue/entry.ts';
import type { ExchangeInput, Voucher } from '#core/venue/exchange.ts';
import { maskGuest } from '#core/venue/mask-guest.ts';
import type { StewardRoster } from '#core/venue/steward-roster.ts';
import { openStewardDesk, type StewardDesk } from '#renderer/steward/desk.ts';
import { HubError, type StewardHub } from '#renderer/steward/hub.ts';
import type { Kept, StewardStore } from '#renderer/steward/store.ts';

const random = seededRandom(3);
/** One ticket code each. */
export const code = Object.fromEntries(
  ['wang', 'li', 'zhao', 'gone', 'old', 'new', 'talk', 'elsewhere'].map((who) => [
    who,
    makeTicketCode(random),
  ]),
) as Record<'wang' | 'li' | 'zhao' | 'gone' | 'old' | 'new' | 'talk' | 'elsewhere', string>;
/** When the salon begins; the hub's clock stands there. */
export const startsAt = Date.parse('2026-11-22T14:00:00+08:00');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A file's passphrase at a cost that no test waits for. */
export const cheapCost = { memoryKiB: 8, passes: 1, lanes: 1 };

/** A hub in memory that can be gone, replaced or closed, a browser's store that can break, and a clock. */
export function makeWorld() {
  const roster: { now: StewardRoster } = { now: rosterOf('OPEN') };
  const hub = {
    id: 'hub-1',
    isGone: false,
    isOver: false,
    refuses: false,
    held: new Map<string, VenueEntry>(),
    left: 0,
    vouches: 'UNKNOWN' as Voucher,
    asked: [] as string[],
  };
  const asked: ExchangeInput[] = [];
  const clock = { at: startsAt, aheadMs: 0 };
  const disk: { kept: Kept; isBroken: boolean } = {
    kept: { session: null, roster: null, heard: null, carried: null, facts: [] },
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
    vouch: (typed) => there(() => (hub.asked.push(typed), hub.vouches)),
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
      disk.kept = { session: null, roster: null, heard: null, carried: null, facts };
      return Promise.resolve();
    },
  };
  const open = (cheap: { fileCost?: typeof cheapCost } = { fileCost: cheapCost }): Promise<StewardDesk> =>
    openStewardDesk({
      store,
      hub: link,
      clock: () => clock.at + clock.aheadMs,
      newId: () => `fact-${String((made += 1)).padStart(3, '0')}`,
      ...cheap,
      hash: (text) => Promise.resolve(sha256(text)),
      onChange: () => {},
    });
  return { roster, hub, asked, clock, disk, open, hash: sha256 };
}

/** The salon's masked list, its event in a state. */
export function rosterOf(status: StewardRoster['event']['status']): StewardRoster {
  const guest = (id: string, ticketCode: string, changed: object = {}) =>
    maskGuest(
      {
        id,
        name: '王小明',
        state: 'confirmed',
        seat: null,
        ticketCode,
        revokedCodes: [],
        foreignCode: null,
        ...changed,
      },
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

/** An entry that another desk noted. */
export function factOf(guestId: string): CheckInFact {
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

/** A desk of this world that a helper has paired, at an open door. */
export async function pairedDesk(): Promise<{ world: ReturnType<typeof makeWorld>; desk: StewardDesk }> {
  const world = makeWorld();
  const desk = await world.open();
  await desk.pair({ secret: 'SECRET12', name: '小陈', carried: '' });
  return { world, desk };
}
