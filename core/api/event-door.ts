import { z } from 'zod';
import { counters, entry, guestState, shownEvent, standing } from '#core/api/event-shapes.ts';
import { procedure } from '#core/api/procedure.ts';
import { namedProduct } from '#core/api/risk-verdict.ts';
import { idField, instantField } from '#core/sync/fields.ts';

const days = z.object({ inDays: z.int() });
const talkingPoint = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('FIRST_MEETING') }),
  z.object({ kind: z.literal('RETURNING'), times: z.int() }),
  days.extend({ kind: z.literal('BIRTHDAY') }),
  days.extend({ kind: z.literal('MATURITY') }),
  days.extend({ kind: z.literal('TEST_EXPIRING') }),
  z.object({ kind: z.literal('NO_TEST') }),
  days.extend({ kind: z.literal('GOLDEN_WINDOW') }),
  z.object({ kind: z.literal('LONG_SILENCE'), days: z.int() }),
]);

/** A guest as the person at the door sees them: readable from two metres, never an amount. */
const doorGuest = z.object({
  id: z.string(),
  name: z.string(),
  maskedPhone: z.string().nullable(),
  tier: z.string().nullable(),
  hostName: z.string().nullable(),
  /** Who brought this plus-one. */
  broughtBy: z.string().nullable(),
  /** Seat or table, where one was given. */
  seat: z.string().nullable(),
  state: guestState,
  standing,
  /** How the guest gets in: at once, with a reason, or only as a walk-in. */
  doorRule: z.enum(['READY', 'WITH_REASON', 'NOT_ON_THIS_ROW']),
  firstEntry: entry.nullable(),
});
export type DoorGuest = z.infer<typeof doorGuest>;

const doorCard = doorGuest.extend({ talkingPoints: z.array(talkingPoint) });
export type DoorCard = z.infer<typeof doorCard>;

/** What the door answers a scan, a click or a walk-in. `OK` is only answered once the entry is on disk. */
const doorAnswer = z.object({
  result: z.enum([
    'OK',
    'ALREADY',
    'WRONG_EVENT',
    'CANCELLED',
    'REVOKED',
    'NOT_CONFIRMED',
    'UNKNOWN',
    'AMBIGUOUS',
    'SUITABILITY_NOTE',
  ]),
  /** The entry just written, to be taken back by `undo`; null where nobody was let in. */
  checkInId: z.string().nullable(),
  /** True when the guest had left and came back. */
  isReentry: z.boolean(),
  /** Of UNKNOWN: this event issued the ticket, so the list here is older than it. */
  isGenuine: z.boolean(),
  /** True when a reason was needed to let the guest in. */
  isOverride: z.boolean(),
  card: doorCard.nullable(),
  /** The earlier entry behind ALREADY. */
  earlier: entry.nullable(),
  /** The event a WRONG_EVENT ticket belongs to. */
  otherEvent: z.object({ title: z.string(), startsAt: z.int() }).nullable(),
  /** The guests an AMBIGUOUS scan could mean. */
  choices: z.array(doorGuest),
  /** Products of the talk this person may not be told of: behind SUITABILITY_NOTE, or let in with a reason all the same. */
  products: z.array(namedProduct),
});
export type DoorAnswer = z.infer<typeof doorAnswer>;

const door = procedure.errors({
  DOOR_CLOSED: { message: 'The event is closed or cancelled; nobody is let in any more.' },
});
/** The door of a salon: who comes in, who goes out, who is in the room. */
export const eventDoorContract = {
  scan: door.input(z.object({ eventId: idField, typed: z.string().min(1).max(500) })).output(doorAnswer),
  search: procedure
    .input(
      z.object({ eventId: idField, typed: z.string().max(60), limit: z.int().min(1).max(100).default(12) }),
    )
    .output(z.object({ total: z.int(), guests: z.array(doorGuest) })),
  /** Lets a guest in who was found by name; who is not expected needs a reason ("admit anyway"). */
  admit: door
    .errors({ REASON_NEEDED: { message: 'A reason is needed to let this guest in.' } })
    .input(
      z.object({
        guestId: idField,
        overrideReason: z.string().trim().max(400).nullable(),
        /** The note on suitability was shown, and the reason is given for it. */
        isNoteSeen: z.boolean().default(false),
      }),
    )
    .output(doorAnswer),
  /** Lets in somebody who is on no list, matched by phone to a guest or client where there is one. */
  walkIn: door
    .errors({ BAD_PHONE: { message: 'This is no phone number.' } })
    .input(
      z.object({
        eventId: idField,
        name: z.string().trim().min(1).max(100),
        phone: z.string().max(40).nullable(),
        /** True when the person is none of the guests or clients the phone led to. */
        isSomebodyElse: z.boolean().default(false),
        /** Why somebody is let in who may not be told of what the talk is about. */
        overrideReason: z.string().trim().max(400).nullable().default(null),
      }),
    )
    .output(z.object({ match: z.enum(['GUEST', 'CLIENT', 'NEW']), answer: doorAnswer })),
  /** Takes back an entry or exit by a new fact; `isStillIn` when another desk's entry stands. */
  undo: procedure
    .input(z.object({ checkInId: idField }))
    .output(z.object({ guestId: z.string(), isStillIn: z.boolean() })),
  checkOut: procedure
    .errors({ NOT_IN_ROOM: { message: 'The guest is not in the room.' } })
    .input(z.object({ guestId: idField }))
    .output(z.object({ checkInId: z.string() })),
  /** The door at a glance: counters, latest arrivals, who of whose guests came, and of which tier. */
  door: procedure.input(z.object({ eventId: idField })).output(
    z.object({
      event: z.object({ ...shownEvent.shape, id: z.string() }),
      desk: z.string(),
      counters,
      unsynced: z.int(),
      arrivals: z.array(
        z.object({
          checkInId: z.string(),
          kind: z.enum(['IN', 'OUT']),
          guestId: z.string(),
          name: z.string(),
          tier: z.string().nullable(),
          at: instantField,
          desk: z.string(),
          isDouble: z.boolean(),
          /** How often the same guest was scanned again and answered ALREADY. */
          repeats: z.int(),
          isOverride: z.boolean(),
          isUnsynced: z.boolean(),
        }),
      ),
      hosts: z.array(
        z.object({ managerId: z.string(), name: z.string().nullable(), expected: z.int(), arrived: z.int() }),
      ),
      /** Null for guests of whose tier this workstation knows nothing. */
      tiers: z.array(z.object({ tier: z.string().nullable(), expected: z.int(), arrived: z.int() })),
    }),
  ),
};
