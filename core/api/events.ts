import { z } from 'zod';
import { eventAfterContract } from '#core/api/event-after.ts';
import { eventEffectContract, eventPlanInput } from '#core/api/event-effect.ts';
import { eventSeriesContract } from '#core/api/event-series.ts';
import { eventGuestListContract } from '#core/api/event-guest-list.ts';
import { eventPaperContract } from '#core/api/event-paper.ts';
import { eventSeatingContract } from '#core/api/event-seating.ts';
import { procedure } from '#core/api/procedure.ts';
import { namedProduct } from '#core/api/risk-verdict.ts';
import { gateCodes } from '#core/consent/contact-gate.ts';
import { eventFields, guestStates, invitedFrom } from '#core/events/event.ts';
import { idField, instantField } from '#core/sync/fields.ts';

const guestState = z.enum(guestStates);
const standing = z.enum([...guestStates, 'checked_in', 'checked_out']);
const moveRefusal = z.enum([
  'NOT_ALLOWED',
  'EVENT_OVER',
  'EVENT_NOT_OVER',
  'FULL',
  'NOT_FULL',
  'HAS_ENTERED',
]);

/** What a person fills in; the status is the program's, and who plans an event is always one of its hosts. */
const eventInput = eventFields
  .omit({ status: true, ticketKey: true })
  .extend({ hostManagerIds: eventFields.shape.hostManagerIds.optional() });
export type EventInput = z.infer<typeof eventInput>;

/** What a screen may know of an event: all but the key its tickets are sealed with. */
const shownEvent = eventFields.omit({ ticketKey: true });

const counters = z.object({
  expected: z.int(),
  arrived: z.int(),
  inRoom: z.int(),
  walkIns: z.int(),
  doubleEntries: z.int(),
});

const eventSummary = z.object({
  ...shownEvent.shape,
  id: z.string(),
  guests: z.int(),
  seatsTaken: z.int(),
  counters,
  /** Intents about this event that the centre has not answered. */
  unsynced: z.int(),
});
export type EventSummary = z.infer<typeof eventSummary>;

const entry = z.object({
  id: z.string(),
  at: z.int(),
  desk: z.string(),
  managerId: z.string(),
  managerName: z.string().nullable(),
  overrideReason: z.string().nullable(),
});

const guestView = z.object({
  id: z.string(),
  clientId: z.string().nullable(),
  name: z.string(),
  /** Sorts by pinyin. */
  sortKey: z.string(),
  maskedPhone: z.string().nullable(),
  tier: z.string().nullable(),
  hostManagerId: z.string(),
  hostName: z.string().nullable(),
  plusOneOf: z.string().nullable(),
  invitedFrom: z.enum(invitedFrom),
  seat: z.string().nullable(),
  state: guestState,
  standing,
  stateAt: z.int(),
  ticketCode: z.string().nullable(),
  /** Where a person may move this guest now. */
  moves: z.array(guestState),
  firstEntry: entry.nullable(),
  leftAt: z.int().nullable(),
  doubleEntries: z.array(entry),
  isInRoom: z.boolean(),
});
export type GuestView = z.infer<typeof guestView>;

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

/** Who was invited, and for everyone else why not. */
const inviteOutcome = z.object({
  invited: z.array(
    z.object({
      clientId: z.string(),
      guestId: z.string(),
      name: z.string(),
      products: z.array(namedProduct),
      /** What takes an invitation made on the phone back (calls.undo), and until when. */
      takeBack: z.object({ contactId: z.string(), until: instantField }).nullable(),
    }),
  ),
  skipped: z.array(
    z.object({
      clientId: z.string(),
      name: z.string().nullable(),
      reason: z
        .enum(['ALREADY_INVITED', 'NOT_HERE', 'SUITABILITY', 'LEFT_OUT', ...gateCodes])
        .exclude(['OK']),
      products: z.array(namedProduct),
    }),
  ),
});

const invitation = z.object({
  guestId: z.string(),
  eventId: z.string(),
  title: z.string(),
  city: z.string(),
  startsAt: z.int(),
  eventStatus: eventFields.shape.status,
  state: guestState,
  standing,
  moves: z.array(guestState),
  enteredAt: z.int().nullable(),
});

const door = procedure.errors({
  DOOR_CLOSED: { message: 'The event is closed or cancelled; nobody is let in any more.' },
});
const change = procedure.errors({
  BAD_TIMES: { message: 'The event must end after it starts.' },
  EVENT_OVER: { message: 'The event is closed or cancelled.' },
});
const inviting = change.errors({
  NO_PRODUCT: { message: 'A product talk must name its products before anyone is invited.' },
});
const move = procedure.errors({
  MOVE_REFUSED: { message: 'The guest cannot move there.', data: z.object({ reason: moveRefusal }) },
});

/** Salons: planning, guests, the door. */
export const eventsContract = {
  effect: eventEffectContract,
  series: eventSeriesContract,
  seating: eventSeatingContract,
  paper: eventPaperContract,
  after: eventAfterContract,
  guestList: eventGuestListContract,
  list: procedure.input(z.object({ when: z.enum(['UPCOMING', 'PAST']) })).output(z.array(eventSummary)),
  get: procedure.input(z.object({ eventId: idField })).output(eventSummary),
  /** Colleagues of the branch, who may host an event together. */
  managers: procedure.output(z.array(z.object({ id: z.string(), name: z.string(), isMe: z.boolean() }))),
  create: change
    .input(
      eventInput.extend({ measured: eventPlanInput.optional(), seriesId: idField.nullable().optional() }),
    )
    .output(z.object({ eventId: z.string() })),
  /**
   * Changes the plan; more seats move the waitlist up at once. Other products are judged for everyone on the list; answers
   * how many are refused.
   */
  update: change
    .input(z.object({ eventId: idField, plan: eventInput.partial() }))
    .output(z.object({ refused: z.int() })),
  cancel: change.input(z.object({ eventId: idField })),
  /** Ends the event: who promised and did not come is a no-show; own guests who came get a thank-you task. */
  close: change
    .input(z.object({ eventId: idField }))
    .output(z.object({ noShows: z.int(), thankYous: z.int() })),
  guests: procedure.input(z.object({ eventId: idField })).output(z.array(guestView)),
  /** Guests on the list who may not be told of what the talk names, as things stand now. */
  refused: procedure.input(z.object({ eventId: idField })).output(
    z.array(
      z.object({
        guestId: z.string(),
        clientId: z.string().nullable(),
        name: z.string(),
        state: guestState,
        products: z.array(namedProduct),
      }),
    ),
  ),
  /** Reasons offered for inviting somebody whom nobody talked to on the phone yet, by the contact policy in force. */
  ladderReasons: procedure.output(z.array(z.object({ 'zh-CN': z.string(), en: z.string() }))),
  /** Invites clients; answers for everyone not invited why. */
  invite: inviting
    .input(
      z.object({
        eventId: idField,
        clientIds: z.array(idField).min(1).max(5000),
        from: z.enum(['LIST', 'CALL']),
        /** Why clients are invited whom nobody talked to on the phone yet; without it they are left out (LADDER). */
        overrideReason: z.string().trim().min(1).max(200).nullable().default(null),
      }),
    )
    .output(inviteOutcome),
  /** Invites whom an earlier event's lists named, left out then or not; each is judged and drawn anew. */
  inviteAgain: inviting.input(z.object({ eventId: idField, fromEventId: idField })).output(inviteOutcome),
  /** Moves a guest; an acceptance that finds no seat answers `waitlisted`. */
  respond: move
    .input(z.object({ guestId: idField, to: guestState }))
    .output(z.object({ state: guestState, movedUp: z.int() })),
  plusOne: move
    .input(
      z.object({
        guestId: idField,
        name: z.string().trim().min(1).max(100),
        phone: z.string().max(40).nullable(),
      }),
    )
    .errors({
      BAD_PHONE: { message: 'This is no phone number.' },
      SUITABILITY: {
        message: 'This person may not be told of what the talk is about.',
        data: z.object({ products: z.array(namedProduct) }),
      },
    })
    .output(z.object({ guestId: z.string(), state: guestState })),
  /** Gives every guest of the event who may come a ticket code; who has one keeps it. */
  issueTickets: change.input(z.object({ eventId: idField })).output(z.object({ issued: z.int() })),
  /** Replaces a guest's code; the old one is answered REVOKED from then on. */
  reissueTicket: procedure.input(z.object({ guestId: idField })).output(z.object({ ticketCode: z.string() })),
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
  ofClient: procedure.input(z.object({ clientId: idField })).output(z.array(invitation)),
};
