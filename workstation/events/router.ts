import { eventsLeftOutOf } from '#db/queries/event-effect.ts';
import { readRow } from '#db/rows.ts';
import { os } from '#workstation/base.ts';
import { afterRouter } from '#workstation/events/after-router.ts';
import { policyInUse } from '#workstation/consent/rules.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { admitGuest, scanTicket } from '#workstation/events/door.ts';
import { effectOf } from '#workstation/events/effect.ts';
import { planOf, writePlan } from '#workstation/events/measure-plan.ts';
import { guestListRouter } from '#workstation/events/guest-list/router.ts';
import { inviteAgain, inviteClients } from '#workstation/events/invite.ts';
import {
  eventOverview,
  listEvents,
  listGuests,
  listInvitations,
  listManagers,
} from '#workstation/events/overview.ts';
import { eventPaperRouter } from '#workstation/events/paper/router.ts';
import { cancelEvent, closeEvent, createEvent, runningEvent, updateEvent } from '#workstation/events/plan.ts';
import { addPlusOne } from '#workstation/events/plus-one.ts';
import { respond } from '#workstation/events/respond.ts';
import { findGuests } from '#workstation/events/roster.ts';
import { seriesRouter } from '#workstation/events/series-router.ts';
import { giveSeats, proposeTables, readSeats } from '#workstation/events/seating.ts';
import { judgeGuests, refusedOf } from '#workstation/events/talk-guests.ts';
import { checkOut, undoCheckIn } from '#workstation/events/take-back.ts';
import { issueTickets, reissueTicket } from '#workstation/events/tickets.ts';
import { walkIn } from '#workstation/events/walk-in.ts';
import { productGate } from '#workstation/risk/product-gate.ts';

const { events } = os;

/** Salons: plan, guests, door. Rules are in core/events; what is expected to fail answers a typed error. */
export const eventsRouter = {
  effect: {
    plan: events.effect.plan.handler(({ input, context }) => {
      const { eventId: _eventId, ...plan } = planOf(context.station, input.eventId);
      return plan;
    }),
    writePlan: events.effect.writePlan.handler(({ input, context, errors }) => {
      const done = writePlan(context.station, input.eventId, input.plan);
      if (!done.ok) throw errors[done.error]();
    }),
    leftOutOf: events.effect.leftOutOf.handler(({ input, context }) =>
      eventsLeftOutOf(context.station.db, input.clientId),
    ),
    report: events.effect.report.handler(({ input, context, errors }) => {
      const effect = effectOf(context.station, input.eventId);
      if (!effect) throw errors.NOT_FOUND();
      return effect;
    }),
  },
  series: seriesRouter,
  guestList: guestListRouter,
  paper: eventPaperRouter,
  seating: {
    give: events.seating.give.handler(({ input, context, errors }) => {
      const given = giveSeats(context.station, input.eventId, input.seats);
      if (!given.ok) throw errors[given.error]();
      return { changed: given.value };
    }),
    fill: events.seating.fill.handler(({ input, context }) =>
      proposeTables(context.station, input.eventId, input),
    ),
    read: events.seating.read.handler(({ input, context }) =>
      readSeats(context.station, input.eventId, input.text),
    ),
  },
  after: afterRouter,
  list: events.list.handler(({ input, context }) => listEvents(context.station, input.when)),
  get: events.get.handler(({ input, context, errors }) => {
    const event = eventOverview(context.station, input.eventId);
    if (!event) throw errors.NOT_FOUND();
    return event;
  }),
  managers: events.managers.handler(({ context }) => listManagers(context.station)),
  create: events.create.handler(({ input, context, errors }) => {
    const { measured, seriesId, ...plan } = input;
    const made = createEvent(context.station, plan, { measured, seriesId });
    if (!made.ok) throw errors[made.error]();
    return { eventId: made.value };
  }),
  update: events.update.handler(({ input, context, errors }) => {
    const done = updateEvent(context.station, input.eventId, input.plan);
    if (!done.ok) throw errors[done.error]();
    return done.value;
  }),
  cancel: events.cancel.handler(({ input, context, errors }) => {
    const done = cancelEvent(context.station, input.eventId);
    if (!done.ok) throw errors[done.error]();
  }),
  close: events.close.handler(({ input, context, errors }) => {
    const done = closeEvent(context.station, input.eventId);
    if (!done.ok) throw errors[done.error]();
    return done.value;
  }),
  guests: events.guests.handler(({ input, context, errors }) => {
    const guests = listGuests(context.station, input.eventId);
    if (!guests) throw errors.NOT_FOUND();
    return guests;
  }),
  refused: events.refused.handler(({ input, context, errors }) => {
    const { station } = context;
    const event = readRow(station.db, 'event', input.eventId)?.data;
    if (!event) throw errors.NOT_FOUND();
    return refusedOf(judgeGuests(station, { id: input.eventId, ...event }, productGate(station))).map(
      ({ findings: _findings, taskClientId: _taskClientId, ...guest }) => guest,
    );
  }),
  ladderReasons: events.ladderReasons.handler(
    ({ context: { station } }) => policyInUse(station.db, station.clock()).content.ladder.reasons,
  ),
  invite: events.invite.handler(({ input, context, errors }) => {
    const outcome = inviteClients(context.station, input, productGate(context.station));
    if (!outcome.ok) throw errors[outcome.error]();
    return outcome.value;
  }),
  inviteAgain: events.inviteAgain.handler(({ input, context, errors }) => {
    const outcome = inviteAgain(context.station, input, productGate(context.station));
    if (!outcome.ok) throw errors[outcome.error]();
    return outcome.value;
  }),
  respond: events.respond.handler(({ input, context, errors }) => {
    const moved = respond(context.station, input.guestId, input.to);
    if (moved.ok) return moved.value;
    if (moved.error === 'NOT_FOUND') throw errors.NOT_FOUND();
    throw errors.MOVE_REFUSED({ data: { reason: moved.error } });
  }),
  plusOne: events.plusOne.handler(({ input, context, errors }) => {
    const added = addPlusOne(context.station, input.guestId, input);
    if (added.ok) return added.value;
    const { error } = added;
    if (error.code === 'SUITABILITY') throw errors.SUITABILITY({ data: { products: error.products } });
    if (error.code === 'NOT_FOUND' || error.code === 'BAD_PHONE') throw errors[error.code]();
    throw errors.MOVE_REFUSED({ data: { reason: error.code } });
  }),
  issueTickets: events.issueTickets.handler(({ input, context, errors }) => {
    const event = runningEvent(context.station, input.eventId);
    if (!event.ok) throw errors[event.error]();
    return { issued: issueTickets(context.station, input.eventId) };
  }),
  reissueTicket: events.reissueTicket.handler(({ input, context, errors }) => {
    const ticketCode = reissueTicket(context.station, input.guestId);
    if (ticketCode === null) throw errors.NOT_FOUND();
    return { ticketCode };
  }),
  scan: events.scan.handler(({ input, context, errors }) => {
    const answer = scanTicket(context.station, input.eventId, input.typed);
    if (!answer.ok) throw errors[answer.error]();
    return answer.value;
  }),
  search: events.search.handler(({ input, context }) =>
    findGuests(context.station, input.eventId, input.typed, input.limit),
  ),
  admit: events.admit.handler(({ input, context, errors }) => {
    const answer = admitGuest(context.station, input.guestId, input);
    if (!answer.ok) throw errors[answer.error]();
    return answer.value;
  }),
  walkIn: events.walkIn.handler(({ input, context, errors }) => {
    const outcome = walkIn(context.station, input.eventId, input);
    if (!outcome.ok) throw errors[outcome.error]();
    return outcome.value;
  }),
  undo: events.undo.handler(({ input, context, errors }) => {
    const undone = undoCheckIn(context.station, input.checkInId);
    if (!undone.ok) throw errors[undone.error]();
    return undone.value;
  }),
  checkOut: events.checkOut.handler(({ input, context, errors }) => {
    const left = checkOut(context.station, input.guestId);
    if (!left.ok) throw errors[left.error]();
    return { checkInId: left.value };
  }),
  door: events.door.handler(({ input, context, errors }) => {
    const door = doorView(context.station, input.eventId);
    if (!door) throw errors.NOT_FOUND();
    return door;
  }),
  ofClient: events.ofClient.handler(({ input, context }) => listInvitations(context.station, input.clientId)),
};
