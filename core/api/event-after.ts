import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { taskFields } from '#core/calls/contact.ts';
import { checkInFields } from '#core/events/event.ts';
import { guestMoveFields } from '#core/events/guest-move.ts';
import { guestNoteFields } from '#core/events/guest-note.ts';
import { idField, instantField } from '#core/sync/fields.ts';

const note = z.object({
  ...guestNoteFields.omit({ eventId: true }).shape,
  id: z.string(),
  guestName: z.string(),
  ownerName: z.string().nullable(),
  recordedByName: z.string().nullable(),
  /** Of a question's task; null where it is on no workstation known here. */
  taskStatus: taskFields.shape.status.nullable(),
});
export type GuestNoteView = z.infer<typeof note>;

const met = z.object({
  firstAt: z.int().nullable(),
  last: z.object({ at: z.int(), title: z.string() }).nullable(),
  visits: z.int(),
  broughtAlong: z.int(),
  isRegular: z.boolean(),
  isAdvocate: z.boolean(),
});

const told = { id: z.string(), at: z.int(), managerName: z.string().nullable() };
/** One thing that happened to a guest: a change of state, or what was done at a door. */
const guestDeed = z.discriminatedUnion('what', [
  guestMoveFields.pick({ fromState: true, toState: true }).extend({ ...told, what: z.literal('MOVE') }),
  checkInFields
    .pick({ kind: true, desk: true, overrideReason: true })
    .extend({ ...told, what: z.literal('DOOR') }),
]);
export type GuestDeed = z.infer<typeof guestDeed>;

/** What follows from a salon: questions, feedback, who comes again and brings others. */
export const eventAfterContract = {
  notes: procedure.input(z.object({ eventId: idField })).output(z.array(note)),
  /** Keeps a question, which becomes a task of who answers it, or feedback. */
  note: procedure
    .input(
      z
        .object({
          guestId: idField,
          kind: guestNoteFields.shape.kind,
          text: z.string().trim().max(4000),
          rating: guestNoteFields.shape.rating,
          ownerManagerId: idField.nullable(),
          dueAt: instantField.nullable(),
        })
        .refine(({ kind, text, rating }) => text !== '' || (kind === 'FEEDBACK' && rating !== null)),
    )
    .output(z.object({ noteId: z.string() })),
  /** What happened to a guest, who did it and when, newest first. */
  history: procedure.input(z.object({ guestId: idField })).output(z.array(guestDeed)),
  /** Whether, when and how often somebody met these clients, by check-ins alone. */
  met: procedure
    .input(z.object({ clientIds: z.array(idField).max(5000) }))
    .output(z.array(met.extend({ clientId: z.string() }))),
};
