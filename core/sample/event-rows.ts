import { addDays, dayMs, hourMs, minuteMs, startOfDay } from '#core/base/time.ts';
import { makeTicketCode, type Seal } from '#core/events/ticket.ts';
import { moveRows } from '#core/sample/move-rows.ts';
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

/** Sixteen random bytes in base64url. */
const keyLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const keyLength = 22;

/** The book's salons: one that took place, one today, one to come; the first two with guests. */
export function* eventRows(
  kit: SampleKit,
  ingredients: SampleIngredients,
  guests: readonly SampleGuest[],
): Generator<SampleRow> {
  const { sealWith } = ingredients;
  const salon = (which: 'past' | 'today' | 'next', dayOffset: number, capacity: number): SampleRow =>
    salonRow(kit, ingredients, { which, dayOffset, capacity });
  const past = salon('past', -32, 20);
  const today = salon('today', 0, 30);
  yield past;
  yield* guestRows({ kit, event: past, sealWith }, guests.slice(0, 16));
  yield today;
  yield* guestRows({ kit, event: today, sealWith }, guests.slice(8, 34));
  yield salon('next', 12, 60);
}

/** A talk to come about these products, for which every guest is judged: nobody is invited yet. */
export function talkRow(
  kit: SampleKit,
  ingredients: SampleIngredients,
  productIds: readonly string[],
): SampleRow {
  const row = salonRow(kit, ingredients, { which: 'talk', dayOffset: 19, capacity: 20 });
  return { ...row, data: { ...row.data, isProductTalk: true, productIds: [...productIds] } };
}

/** A salon of the book, so many days before or after its today. */
export function salonRow(
  kit: SampleKit,
  { managers, sealWith }: SampleIngredients,
  salon: {
    readonly which: keyof typeof sampleLists.events;
    readonly dayOffset: number;
    readonly capacity: number;
  },
): SampleRow {
  const { which, dayOffset, capacity } = salon;
  const day = startOfDay(addDays(kit.today, dayOffset));
  return {
    entity: 'event',
    id: kit.newId(),
    data: {
      ...sampleLists.events[which],
      city: '杭州',
      startsAt: day + 14 * hourMs,
      endsAt: day + 16 * hourMs + 30 * minuteMs,
      capacity,
      isProductTalk: false,
      productIds: [],
      hostManagerIds: managers.map(({ id }) => id),
      status: dayOffset < 0 ? 'CLOSED' : dayOffset === 0 ? 'OPEN' : 'PLANNED',
      ticketKey: sealWith ? ticketKey(kit) : null,
    },
  };
}

/** A key that is the same in every copy of the book: it opens no real door. */
function ticketKey({ random }: SampleKit): string {
  return Array.from(
    { length: keyLength },
    () => keyLetters[Math.floor(random() * keyLetters.length)] ?? 'A',
  ).join('');
}

interface Sheet {
  readonly kit: SampleKit;
  readonly event: SampleRow;
  readonly sealWith: ((ticketKey: string) => Seal) | undefined;
}

function* guestRows({ kit, event, sealWith }: Sheet, guests: readonly SampleGuest[]): Generator<SampleRow> {
  const key = event.data['ticketKey'];
  const seal = sealWith && typeof key === 'string' ? sealWith(key) : null;
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
    const data = {
      eventId: event.id,
      clientId: guest.clientId,
      name: guest.name,
      phone: guest.phone,
      hostManagerId: guest.ownerManagerId,
      plusOneOf: null,
      state,
      stateAt: startsAt - between(kit.random, 1, 6) * dayMs,
      invitedAt: startsAt - between(kit.random, 7, 21) * dayMs,
      ticketCode: makeTicketCode(kit.random, seal),
      revokedCodes: [],
      foreignCode: null,
      seat: null,
      invitedFrom: 'LIST',
    } as const;
    yield { entity: 'guest', id: guestId, data };
    yield* moveRows(kit, { id: guestId, data });
    if (hasCome) yield arrival(kit, event.id, guestId, guest.ownerManagerId, startsAt);
  }
}

/** Somebody's entry at the door of a salon. */
export function arrival(
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
