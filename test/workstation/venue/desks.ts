import { seededRandom, type Id } from '#core/base/ids.ts';
import {
  VenueLinkError,
  type ExchangeInput,
  type Hub,
  type VenueLink,
  type VenueVisitor,
} from '#core/venue/exchange.ts';
import { sql } from '#db/handles.ts';
import { manualTimers, type ManualTimers } from '#test/support/manual-timers.ts';
import { testStation, type TestStation } from '#test/support/station.ts';
import { freshStore } from '#test/support/store.ts';
import { carry, stationWithSalon } from '#test/workstation/events/salon.ts';
import type { Station } from '#workstation/station.ts';
import { startDesk, type VenueDesk } from '#workstation/venue/desk.ts';
import { openHub } from '#workstation/venue/hub.ts';

/** A desk of a test: its station, its loop and the timers that move it. */
export interface TestDesk {
  readonly station: TestStation;
  readonly desk: VenueDesk;
  readonly timers: ManualTimers;
  /** Plays turns until nothing is left to say or hear at once. */
  readonly settle: () => Promise<void>;
}

/** A link that a test can cut, and whose hub it can replace. */
export interface TestLink extends VenueLink {
  hub: Hub | null;
  readonly asked: ExchangeInput[];
}

/** Makes one desk's line to a hub in the same process; with no hub it is unreachable. */
export function linkTo(hub: Hub | null, station: Station): TestLink {
  const visitor: VenueVisitor = {
    kind: 'DESK',
    deviceId: station.me.deviceId,
    deskName: station.me.deviceName,
  };
  const asked: ExchangeInput[] = [];
  const link: TestLink = {
    hub,
    asked,
    exchange: async (input) => {
      asked.push(input);
      const answer = link.hub?.exchange(visitor, input);
      if (!answer) throw new VenueLinkError('UNREACHABLE');
      if (!answer.ok) throw new VenueLinkError('ENDED');
      return answer.value;
    },
  };
  return link;
}

/** Opens a hub that must open. */
export function hubOf(station: Station, eventId: Id): Hub {
  const hub = openHub(station, eventId);
  if (!hub.ok) throw new Error(hub.error);
  return hub.value;
}

/** A salon's first station and others that hold the same list, each with a name and ids of its own. */
export function venueOf(count: number): { eventId: Id; stations: TestStation[] } {
  const { station, eventId } = stationWithSalon();
  const others = Array.from({ length: count - 1 }, (_, index) =>
    named(testStation(freshStore(), index + 2), index + 2),
  );
  return { eventId, stations: [named(station, 1), ...others] };
}

/** Brings the first station's list to the others, as sync would. */
export function share([first, ...others]: readonly TestStation[]): void {
  for (const other of others) if (first) carry(first, other);
}

/** Starts a desk's loop over a link. */
export function deskOver(station: TestStation, eventId: Id, link: VenueLink): TestDesk {
  const timers = manualTimers();
  const desk = startDesk({ station, eventId, link, timers, random: seededRandom(1) });
  const settle = async (): Promise<void> => {
    do {
      timers.fire();
      await new Promise(setImmediate);
    } while (timers.pending().some((delay) => delay === 0));
  };
  return { station, desk, timers, settle };
}

/** The ids of all door facts a station holds. */
export function factIds({ db }: Station): Id[] {
  return sql<{ id: Id }>(db, 'SELECT id FROM check_in ORDER BY id')
    .all()
    .map(({ id }) => id);
}

function named(station: TestStation, number: number): TestStation {
  return { ...station, me: { ...station.me, deviceId: `device-${number}`, deviceName: `门口${number}` } };
}
