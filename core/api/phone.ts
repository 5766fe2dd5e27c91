import { z } from 'zod';
import { contactVerdict } from '#core/api/calls.ts';
import { procedure } from '#core/api/procedure.ts';
import { reasons } from '#core/calls/contact.ts';
import { phoneSettings } from '#core/calls/phone-settings.ts';
import { dialWays } from '#core/calls/phone-call.ts';
import { idField, instantField } from '#core/sync/fields.ts';

const settingsView = phoneSettings.extend({
  /** A password is on file; it is not shown. */
  hasPassword: z.boolean(),
  /** Rises with every saving, also of a new password: who has registered does so anew. */
  revision: z.int(),
});
export type PhoneSettingsView = z.infer<typeof settingsView>;

/** Dialling a client, and how this workstation dials. */
export const phoneContract = {
  /**
   * Asks the contact gate for this very moment and, where it agrees, puts on record that the number was revealed and
   * why, and hands it out. The verdict is kept with the contact's id, under which the call is logged later.
   */
  dial: procedure
    .errors({
      BLOCKED: {
        message: 'This client may not be called now.',
        /** `canServe`: a service call would be allowed, and may be made by `asService`. */
        data: contactVerdict.extend({ canServe: z.boolean() }),
      },
      NO_NUMBER: { message: 'There is no number to dial.' },
    })
    .input(
      z.object({
        contactId: z.uuid(),
        clientId: idField,
        way: z.enum(dialWays),
        reason: z.enum(reasons),
        taskId: idField.nullable(),
        /** The call serves the client and sells nothing, whatever the queue's reason is. */
        asService: z.boolean().default(false),
      }),
    )
    .output(z.object({ number: z.string(), dialledAt: instantField })),
  settings: procedure.output(settingsView),
  /** Keeps the settings; a password left out stays as it is. The page must be loaded anew when the server changed. */
  saveSettings: procedure
    .input(phoneSettings.extend({ password: z.string().min(1).max(200).optional() }))
    .output(z.object({ needsReload: z.boolean() })),
  /** What the softphone registers with; null where it is not set up. */
  account: procedure.output(phoneSettings.extend({ password: z.string() }).nullable()),
};
