import { metInPerson } from '#core/events/regulars.ts';
import { visitsOf } from '#db/queries/visits.ts';
import { os } from '#workstation/base.ts';
import { guestHistory } from '#workstation/events/guest-history.ts';
import { listNotes, noteGuest } from '#workstation/events/guest-notes.ts';

const { after } = os.events;

/** What follows from a salon. */
export const afterRouter = {
  notes: after.notes.handler(({ input, context }) => listNotes(context.station, input.eventId)),
  note: after.note.handler(({ input, context, errors }) => {
    const noteId = noteGuest(context.station, input);
    if (noteId === null) throw errors.NOT_FOUND();
    return { noteId };
  }),
  history: after.history.handler(({ input, context, errors }) => {
    const deeds = guestHistory(context.station, input.guestId);
    if (!deeds) throw errors.NOT_FOUND();
    return deeds;
  }),
  met: after.met.handler(({ input, context }) => {
    const visits = visitsOf(context.station.db, input.clientIds);
    const now = context.station.clock();
    return input.clientIds.map((clientId) => ({
      clientId,
      ...metInPerson(visits.get(clientId) ?? [], now),
    }));
  }),
};
