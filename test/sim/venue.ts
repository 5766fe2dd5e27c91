import { admitGuest, scanTicket } from '#workstation/events/door.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { checkOut, undoCheckIn } from '#workstation/events/take-back.ts';
import { walkIn } from '#workstation/events/walk-in.ts';
import { commit, type Station } from '#workstation/station.ts';
import { guestsOf } from '#db/queries/events.ts';
import type { DiskFault } from '#test/sim/disk.ts';
import { Violation } from '#test/sim/failure.ts';
import { dice, hashText, type Dice } from '#test/sim/random.ts';
import type { Outcome, RunOptions } from '#test/sim/schedule.ts';
import { comeToRestAtVenue } from '#test/sim/venue-check.ts';
import { venueGenesis } from '#test/sim/venue-genesis.ts';
import type { VenueFate } from '#test/sim/venue-line.ts';
import { VenueWorld, type Desk } from '#test/sim/venue-world.ts';

/** The name under which `--theme` plays the door of an event and nothing else. */
export const venueTheme = 'venue';

const usualGuests = 60;

/** Plays one evening at the door: four desks and a helper, and everything that may befall them. */
export async function runVenueSeed(
  seed: number,
  { steps, isTold = false, guests = usualGuests }: RunOptions & { readonly guests?: number },
): Promise<Outcome> {
  const world = new VenueWorld(await venueGenesis(guests), { seed, isTold });
  const own = dice(hashText(`venue ${seed}`));
  let failure: Outcome['failure'] = null;
  try {
    for (const desk of world.desks) if (own.chance(0.7)) world.skew(desk, own);
    world.openHubAt(own.pick(world.desks));
    while (world.tally.steps < steps * 2) {
      await world.runUntil(
        world.agenda.now() + (own.chance(0.93) ? own.int(400) : own.int(8_000)),
        steps * 2 - world.tally.steps,
      );
      world.tally.steps += 1;
      await happen(world, own);
      await world.settle();
    }
    await comeToRestAtVenue(world);
  } catch (error) {
    failure = failureOf(error);
    world.tell(`FAILED: ${failure.message}`);
  }
  const { tally, story } = world;
  const trace = world.traceHash.toString(16).padStart(8, '0');
  world.close();
  return { seed, theme: venueTheme, failure, trace, tally, reached: tally.actions, story };
}

const chances = {
  scan: 46,
  search: 6,
  walkIn: 4,
  rename: 1.5,
  undo: 3,
  leave: 4,
  steward: 12,
  office: 1.5,
  fate: 14,
  partition: 3,
  mend: 5,
  kill: 2,
  diskFault: 4,
  hub: 2,
  skew: 1.5,
  online: 0.7,
  lose: 0.12,
};

async function happen(world: VenueWorld, own: Dice): Promise<void> {
  const kind = own.weighed(chances);
  const desk = own.pick(world.eventDesks);
  if (kind in atTheDoor) atTheDoor[kind as keyof typeof atTheDoor](world, desk, own);
  else {
    world.tally.faults += 1;
    await befalls[kind as keyof typeof befalls](world, desk, own);
  }
}

const atTheDoor = {
  scan: (world: VenueWorld, desk: Desk, own: Dice) => {
    // Guests come in the order of the alphabet, more or less: so that desks meet the same ones.
    const code = own.chance(0.4) ? world.codes[own.int(6)] : own.pick(world.codes);
    world.act(desk, 'scans', (station) => {
      const answer = scanTicket(station, world.eventId, code ?? '');
      return answer.ok ? answer.value.result : answer.error;
    });
  },
  search: (world: VenueWorld, desk: Desk, own: Dice) => {
    world.act(desk, 'finds by name', (station) => {
      const guest = own.pick(guestsOf(station.db, world.eventId));
      const answer = admitGuest(station, guest.id, { overrideReason: '熟人' });
      return answer.ok ? answer.value.result : answer.error;
    });
  },
  walkIn: (world: VenueWorld, desk: Desk, own: Dice) => {
    const person = { name: `散客${own.int(1000)}`, phone: null, isSomebodyElse: true };
    world.act(desk, 'lets a walk-in in', (station) => String(walkIn(station, world.eventId, person).ok));
  },
  /** The name of a walk-in is corrected before or after others have heard of them. */
  rename: (world: VenueWorld, desk: Desk, own: Dice) => {
    world.act(desk, 'corrects a walk-in', (station) => {
      const made = guestsOf(station.db, world.eventId).filter(({ invitedFrom }) => invitedFrom === 'DOOR');
      const guest = made[own.int(Math.max(1, made.length))];
      if (!guest) return 'nobody';
      const patch = { name: `更正${own.int(1000)}` };
      commit(station, 'guest.correct', [{ op: 'patch', entity: 'guest', id: guest.id, patch }]);
      return guest.id.slice(-4);
    });
  },
  undo: (world: VenueWorld, desk: Desk, own: Dice) => {
    world.act(desk, 'takes back', (station) => {
      const fact = someArrival(station, world, own, 'IN');
      return fact ? String(undoCheckIn(station, fact.checkInId).ok) : 'nothing';
    });
  },
  leave: (world: VenueWorld, desk: Desk, own: Dice) => {
    world.act(desk, 'sees leaving', (station) => {
      const fact = someArrival(station, world, own, 'IN');
      return fact ? String(checkOut(station, fact.guestId).ok) : 'nobody';
    });
  },
} satisfies Record<string, (world: VenueWorld, desk: Desk, own: Dice) => void>;

function someArrival(station: Station, world: VenueWorld, own: Dice, kind: 'IN') {
  const arrivals = doorView(station, world.eventId)?.arrivals.filter((one) => one.kind === kind) ?? [];
  return arrivals.length > 0 ? own.pick(arrivals) : null;
}

const diskFaults: readonly DiskFault[] = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY'];

const befalls = {
  steward: async (world: VenueWorld, _desk: Desk, own: Dice) => {
    const at = own.pick(world.stewards);
    const entry = at.steward.scan(own, world.agenda.now(), world.browserIds);
    if (entry) world.rememberOf(at.steward, entry);
    void world.exchangeSteward(at);
    await world.settle();
  },
  /** The list changes at the centre while the door is open: a guest cancels, another is added. */
  office: (world: VenueWorld, _desk: Desk, own: Dice) => {
    const { station } = world.office;
    const guest = own.pick(guestsOf(station.db, world.eventId));
    const patch = { state: 'cancelled' as const, stateAt: station.clock() };
    if (guest.state === 'confirmed')
      commit(station, 'guest.cancel', [{ op: 'patch', entity: 'guest', id: guest.id, patch }]);
    world.tell(`the office cancels ${guest.id.slice(-4)}`);
  },
  fate: (world: VenueWorld, desk: Desk, own: Dice) => {
    const line = own.chance(0.2) ? own.pick(world.stewards).line : desk.line;
    const ms = own.pick([50, 2_000, 9_000, 40_000]);
    const kinds = [
      'lose-request',
      'lose-answer',
      'delay-request',
      'delay-answer',
      'repeat-request',
      'old-answer',
    ] as const;
    line.fates.push({ kind: own.pick(kinds), ms } as VenueFate);
  },
  partition: (world: VenueWorld, desk: Desk, own: Dice) => {
    desk.line.isCut = true;
    if (own.chance(0.3)) for (const { line } of world.stewards) line.isCut = true;
    world.tell(`${desk.at.owner.name} is cut off`);
  },
  mend: (world: VenueWorld, desk: Desk) => {
    desk.line.isCut = false;
    for (const { line } of world.stewards) line.isCut = false;
  },
  kill: (world: VenueWorld, desk: Desk, own: Dice) => {
    if (!desk.at.isDown) world.kill(desk, own.pick([300, 5_000, 20_000]));
  },
  diskFault: (_world: VenueWorld, desk: Desk, own: Dice) => {
    const fault = own.pick<DiskFault>(['CRASH', 'CRASH', 'CRASH_AFTER_COMMIT', ...diskFaults]);
    desk.at.disk.fail(fault, 1 + own.int(own.pick([4, 20, 60])), own.pick([1, 1, 3, 12]));
  },
  /** The hub is opened, closed, or moves to another desk. */
  hub: (world: VenueWorld, desk: Desk, own: Dice) => {
    if (own.chance(0.3) && world.hubDesk) world.closeHub(world.hubDesk);
    else if (!desk.at.isDown && !desk.at.disk.isDead) {
      desk.at.disk.mend();
      world.openHubAt(desk);
    }
  },
  skew: (world: VenueWorld, desk: Desk, own: Dice) => world.skew(desk, own),
  /** One desk finds a network for a while: what it holds goes up, the list comes down. */
  online: (world: VenueWorld, desk: Desk) => {
    desk.at.line.isCut = !desk.at.line.isCut;
    world.tell(`${desk.at.owner.name} is ${desk.at.line.isCut ? 'offline' : 'online'}`);
  },
  lose: (world: VenueWorld, desk: Desk) => {
    if (world.eventDesks.length > 2) world.lose(desk);
  },
} satisfies Record<string, (world: VenueWorld, desk: Desk, own: Dice) => unknown>;

function failureOf(error: unknown): NonNullable<Outcome['failure']> {
  if (error instanceof Violation)
    return { oracle: error.oracle, verdict: error.verdict, message: error.message };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { oracle: 'no-unexpected-error', verdict: 'broken', message: stack };
}
