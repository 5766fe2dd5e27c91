import { addDays, dayMs, hourMs, minuteMs, startOfDay } from '#core/base/time.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import {
  between,
  pickWeighted,
  type SampleIngredients,
  type SampleKit,
  type SampleRow,
} from '#core/sample/book.ts';
import { sampleLists } from '#core/sample/people.ts';

/** A client as the guest lists need it. */
export interface SampleGuest {
  readonly clientId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly ownerManagerId: string;
}

/** The book's salons: one that took place, one today, one to come; the first two with guests. */
export function* eventRows(
  kit: SampleKit,
  ingredients: SampleIngredients,
  guests: readonly SampleGuest[],
): Generator<SampleRow> {
  const hosts = ingredients.managers.map(({ id }) => id);
  const salon = (which: 'past' | 'today' | 'next', dayOffset: number, capacity: number): SampleRow => ({
    entity: 'event',
    id: kit.newId(),
    data: {
      ...sampleLists.events[which],
      city: '杭州',
      startsAt: startOfDay(addDays(kit.today, dayOffset)) + 14 * hourMs,
      endsAt: startOfDay(addDays(kit.today, dayOffset)) + 16 * hourMs + 30 * minuteMs,
      capacity,
      isProductTalk: false,
      productIds: [],
      hostManagerIds: hosts,
      status: { past: 'CLOSED', today: 'OPEN', next: 'PLANNED' }[which],
      ticketKey: null,
    },
  });
  const past = salon('past', -32, 20);
  const today = salon('today', 0, 30);
  yield past;
  yield* guestRows(kit, past, guests.slice(0, 16));
  yield today;
  yield* guestRows(kit, today, guests.slice(8, 34));
  yield salon('next', 12, 60);
}

function* guestRows(kit: SampleKit, event: SampleRow, guests: readonly SampleGuest[]): Generator<SampleRow> {
  const isPast = event.data['status'] === 'CLOSED';
  const startsAt = Number(event.data['startsAt']);
  for (const guest of guests) {
    const guestId = kit.newId();
    const hasCome = isPast && kit.random() < 0.75;
    const state = isPast
      ? hasCome
        ? 'accepted'
        : 'no_show'
      : pickWeighted(kit.random, [
          ['confirmed', 40],
          ['accepted', 30],
          ['invited', 12],
          ['tentative', 8],
          ['declined', 6],
          ['cancelled', 4],
        ] as const);
    yield {
      entity: 'guest',
      id: guestId,
      data: {
        eventId: event.id,
        clientId: guest.clientId,
        name: guest.name,
        phone: guest.phone,
        hostManagerId: guest.ownerManagerId,
        plusOneOf: null,
        state,
        stateAt: startsAt - between(kit.random, 1, 6) * dayMs,
        invitedAt: startsAt - between(kit.random, 7, 21) * dayMs,
        ticketCode: makeTicketCode(kit.random),
        revokedCodes: [],
        foreignCode: null,
        seat: null,
        invitedFrom: 'LIST',
      },
    };
    if (hasCome) yield arrival(kit, event.id, guestId, guest.ownerManagerId, startsAt);
  }
}

function arrival(
  kit: SampleKit,
  eventId: string,
  guestId: string,
  managerId: string,
  startsAt: number,
): SampleRow {
  return {
    entity: 'checkIn',
    id: kit.newId(),
    data: {
      eventId,
      guestId,
      kind: 'IN',
      answers: null,
      at: startsAt - between(kit.random, -10, 25) * minuteMs,
      desk: '入口',
      managerId,
      method: 'SCAN',
      overrideReason: null,
    },
  };
}
