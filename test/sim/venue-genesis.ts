import { hourMs, minuteMs } from '#core/base/time.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { commit } from '#workstation/station.ts';
import { createAgenda, type Agenda } from '#test/sim/agenda.ts';
import type { Centre, Enrolled } from '#test/sim/centre.ts';
import { emptyStoreImage, openStationDisk } from '#test/sim/disk.ts';
import { createLine } from '#test/sim/net.ts';
import { dice, hashText } from '#test/sim/random.ts';
import { doorsOpen, testEvent, testGuest } from '#test/support/venue-rows.ts';
import { createCentreOn } from '#test/sim/sqlite-centre.ts';
import { serveFrom, turn } from '#test/sim/venue-time.ts';
import { Workstation } from '#test/sim/workstation.ts';

/** The evening of a salon: five hosts hold the same list, four of them will stand at the door, one sits in the office. */
export interface VenueGenesis {
  readonly centre: Buffer;
  readonly machines: readonly { readonly enrolled: Enrolled; readonly image: Buffer }[];
  readonly eventId: string;
  readonly codes: readonly string[];
}

const known = new Map<number, Promise<VenueGenesis>>();

/** Makes the evening of an event with so many guests, once per process. */
export function venueGenesis(guests: number): Promise<VenueGenesis> {
  const made = known.get(guests) ?? makeGenesis(guests);
  known.set(guests, made);
  return made;
}

async function makeGenesis(guests: number): Promise<VenueGenesis> {
  const agenda = createAgenda(doorsOpen - hourMs);
  let count = 0;
  const newId = (): string => idOf(0xf, (count += 1));
  const centre = createCentreOn(null, { clock: agenda.now, newId });
  const enrolled = await centre.found(['A', 'B', 'C', 'D', 'E']);
  const empty = emptyStoreImage();
  const machines = enrolled.map((one, index) => machineOn(agenda, centre, one, empty, index, newId));
  const [first] = machines as [Workstation];
  first.start();
  const eventId = newId();
  const codes = writeSalon(first, { eventId, hosts: enrolled.map(({ managerId }) => managerId), guests });
  await pass(agenda, 5 * minuteMs);
  for (const machine of machines.slice(1)) machine.start();
  await pass(agenda, 5 * minuteMs);
  const made = {
    centre: centre.image(),
    machines: machines.map((at, index) => ({
      enrolled: enrolled[index] as Enrolled,
      image: at.db.serialize(),
    })),
    eventId,
    codes,
  };
  for (const { disk } of machines) disk.db.close();
  centre.disk.db.close();
  return made;
}

function machineOn(
  agenda: Agenda,
  centre: Centre,
  enrolled: Enrolled,
  image: Buffer,
  index: number,
  newId: () => string,
): Workstation {
  const { managerId, tenantId, deviceId, token: deviceToken } = enrolled;
  return new Workstation({
    owner: { name: `G${index}`, managerId, tenantId, space: index },
    identity: { deviceId, deviceToken },
    disk: openStationDisk(image),
    line: createLine(agenda, index, serveFrom(centre), () => undefined),
    agenda,
    newId,
  });
}

function writeSalon(
  at: Workstation,
  { eventId, hosts, guests }: { eventId: string; hosts: readonly string[]; guests: number },
): string[] {
  const random = dice(hashText('tickets')).next;
  const codes = Array.from({ length: guests }, () => makeTicketCode(random));
  const list = codes.map((ticketCode, index): RowChange => ({
    op: 'create',
    entity: 'guest',
    id: at.station.newId(),
    data: testGuest({
      eventId,
      name: `来宾${index}`,
      hostManagerId: hosts[index % hosts.length] ?? '',
      // One in twelve has not promised: let in with a reason only.
      state: index % 12 === 11 ? 'invited' : 'confirmed',
      ticketCode,
    }),
  }));
  const event: RowChange = {
    op: 'create',
    entity: 'event',
    id: eventId,
    data: testEvent([...hosts]),
  };
  commit(at.station, 'event.add', [event]);
  for (let from = 0; from < list.length; from += 250)
    commit(at.station, 'guest.add', list.slice(from, from + 250));
  return codes;
}

async function pass(agenda: Agenda, ms: number): Promise<void> {
  const until = agenda.now() + ms;
  while (agenda.nextAt() <= until) {
    agenda.step();
    await turn();
  }
  agenda.waitUntil(until);
}

/** Returns an id that no other machine of the simulation makes. */
export function idOf(space: number, count: number): string {
  return `01940000-0000-7000-8${space.toString(16).padStart(3, '0')}-${count.toString(16).padStart(12, '0')}`;
}
