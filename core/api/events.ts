import { z } from 'zod';
import { eventAfterContract } from '#core/api/event-after.ts';
import { eventDoorContract } from '#core/api/event-door.ts';
import { eventEffectContract, eventPlanInput } from '#core/api/event-effect.ts';
import { eventSeriesContract } from '#core/api/event-series.ts';
import { eventGuestListContract } from '#core/api/event-guest-list.ts';
import { counters, entry, guestState, shownEvent, standing } from '#core/api/event-shapes.ts';
import { eventPaperContract } from '#core/api/event-paper.ts';
import { eventSeatingContract } from '#core/api/event-seating.ts';
import { procedure } from '#core/api/procedure.ts';
import { namedProduct } from '#core/api/risk-verdict.ts';
import { gateCodes } from '#core/consent/contact-gate.ts';
import { eventFields, invitedFrom } from '#core/events/event.ts';
import { idField, instantField } from '#core/sync/fields.ts';

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
  ...eventDoorContract,
  ofClient: procedure.input(z.object({ clientId: idField })).output(z.array(invitation)),
};
