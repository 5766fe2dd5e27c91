import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { idField, instantField } from '#core/sync/fields.ts';

/** Carrying what one desk knows to another in a file: the last way where there is no network at all. */
export const venueHandOverContract = {
  /** Everything this device knows of the event's door, sealed with a passphrase that is in no file. */
  write: procedure
    .errors({ NOTHING: { message: 'Nobody was checked in yet: there is nothing to hand over.' } })
    .input(z.object({ eventId: idField }))
    .output(z.object({ content: z.string(), passphrase: z.string(), entries: z.int() })),
  /** Takes what another desk wrote; a wrong file or passphrase changes nothing. */
  read: procedure
    .errors({
      NO_HAND_OVER: { message: 'This is no hand-over.' },
      NEWER: { message: 'The hand-over was written by a newer program.' },
      DAMAGED: { message: 'The file was cut off or changed on the way.' },
      OTHER_EVENT: { message: 'The hand-over is of another event.' },
      WRONG_PASSPHRASE: { message: 'The passphrase is another one.' },
    })
    .input(
      z.object({
        eventId: idField,
        content: z.string().max(6_000_000),
        passphrase: z.string().min(1).max(100),
      }),
    )
    .output(z.object({ desk: z.string(), madeAt: instantField, added: z.int(), known: z.int() })),
};
