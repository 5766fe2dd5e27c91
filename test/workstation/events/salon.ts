import type { EventInput } from '#core/api/events.ts';
import type { Id } from '#core/base/ids.ts';
import { dayMs, hourMs } from '#core/base/time.ts';
import type { ContactFields } from '#core/calls/contact.ts';
import type { GuestFields } from '#core/events/event.ts';
import type { RowData } from '#core/sync/entities.ts';
import { writeImage, type WireRow } from '#test/workstation/events/wire.ts';
import { clientRow } from '#test/support/rows.ts';
import { testStation, type TestStation } from '#test/support/station.ts';
import { createEvent } from '#workstation/events/plan.ts';
import { commit } from '#workstation/station.ts';

/** A salon starting an hour from the test clock's start. */
export function plan(station: TestStation, changed: Partial<EventInput> = {}): EventInput {
  const startsAt = station.clock() + hourMs;
  return {
    title: '秋季财富沙龙',
    city: '杭州',
    venue: '西湖会客厅',
    startsAt,
    endsAt: startsAt + 2 * hourMs,
    capacity: 100,
    isProductTalk: false,
    productIds: [],
    agenda: '',
    ...changed,
  };
}

/** A station with one salon; returns both. */
export function stationWithSalon(changed: Partial<EventInput> = {}): { station: TestStation; eventId: Id } {
  const station = testStation();
  const made = createEvent(station, plan(station, changed));
  if (!made.ok) throw new Error(made.error);
  return { station, eventId: made.value };
}

/** Puts a guest of a state on the list; returns the id. */
export function addGuest(station: TestStation, eventId: Id, changed: Partial<GuestFields> = {}): Id {
  const id = station.newId();
  const data: GuestFields = {
    eventId,
    clientId: null,
    name: '王小明',
    phone: null,
    hostManagerId: station.me.managerId,
    plusOneOf: null,
    state: 'confirmed',
    stateAt: station.clock(),
    invitedAt: null,
    ticketCode: null,
    revokedCodes: [],
    foreignCode: null,
    seat: null,
    invitedFrom: 'LIST',
    ...changed,
  };
  commit(station, 'guest.create', [{ op: 'create', entity: 'guest', id, data }]);
  return id;
}

/** A talk that no cap and no rest remembers. */
export function talkLongAgo({ clock, me }: TestStation, clientId: Id): ContactFields {
  const at = clock() - 200 * dayMs;
  const call = { channel: 'PHONE', purpose: 'SERVICE', reason: 'MANUAL', outcome: 'TRANSFER' } as const;
  const when = { startedAt: at, endedAt: at };
  return { clientId, managerId: me.managerId, ...call, ...when, note: '', taskId: null };
}

/**
 * Puts a client into the book who was talked to on the phone long ago, with a consent to be invited to salons unless told
 * otherwise.
 */
export function addClient(
  station: TestStation,
  changed: Partial<RowData<'client'>> = {},
  consents: readonly Partial<RowData<'consent'>>[] = [{}],
): Id {
  const id = station.newId();
  commit(station, 'client.create', [
    {
      op: 'create',
      entity: 'client',
      id,
      data: clientRow({ name: '王晓明', phone: '+8613800000001', lawfulBasis: 'CONSENT', ...changed }),
    },
    { op: 'create', entity: 'contact', id: station.newId(), data: talkLongAgo(station, id) },
    ...consents.map((consent) => ({
      op: 'create' as const,
      entity: 'consent' as const,
      id: station.newId(),
      data: {
        clientId: id,
        channel: null,
        purpose: 'MARKETING' as const,
        given: true,
        evidence: 'test',
        recordedBy: station.me.managerId,
        recordedAt: station.clock(),
        expiresAt: null,
        ...consent,
      },
    })),
  ]);
  return id;
}

/** A second desk that starts with everything the first one holds, and knows nothing of it afterwards. */
export function secondDesk(first: TestStation, name: string): TestStation {
  const station = testStation(undefined, 2);
  carry(first, station);
  return { ...station, me: { ...station.me, deviceName: name } };
}

/** Brings every salon row of one station to another, as sync would: facts are added, plans overwritten. */
export function carry(from: TestStation, to: TestStation): void {
  const rows: WireRow[] = (['client', 'event', 'guest', 'checkIn', 'guestNote'] as const).flatMap((entity) =>
    writeImage.read(from.db, entity),
  );
  writeImage.write(to.db, rows);
  to.live.publish('signal', { kind: 'rows', entities: ['event', 'guest', 'checkIn'] });
}
