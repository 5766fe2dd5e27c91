import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { guestFields } from '#core/events/event.ts';
import { idField } from '#core/sync/fields.ts';

const seatText = z.string().trim().max(40);
const mostGuests = 5000;

/** Who would sit where, and where they sit now. */
const proposed = z.object({
  guestId: z.string(),
  name: z.string(),
  before: guestFields.shape.seat,
  seat: z.string(),
});
export type ProposedSeat = z.infer<typeof proposed>;

/** Seats and tables: proposals write nothing, `give` writes what was agreed to. */
export const eventSeatingContract = {
  /** Gives seats, or takes them with null; answers how many changed. */
  give: procedure
    .errors({ EVENT_OVER: { message: 'The event is closed or cancelled.' } })
    .input(
      z.object({
        eventId: idField,
        seats: z.array(z.object({ guestId: idField, seat: seatText.nullable() })).max(mostGuests),
      }),
    )
    .output(z.object({ changed: z.int() })),
  /** Proposes a table for everyone who comes and has none. */
  fill: procedure
    .input(
      z.object({
        eventId: idField,
        by: z.enum(['HOST', 'TIER']),
        perTable: z.int().min(1).max(500),
        label: seatText.includes('#').max(20),
      }),
    )
    .output(z.array(proposed)),
  /** Reads pasted lines of who sits where. */
  read: procedure.input(z.object({ eventId: idField, text: z.string().max(500_000) })).output(
    z.object({
      seats: z.array(proposed),
      left: z.array(
        z.object({
          line: z.int(),
          text: z.string(),
          problem: z.enum(['NOBODY', 'SEVERAL', 'NO_SEAT', 'TWICE']),
        }),
      ),
    }),
  ),
};
