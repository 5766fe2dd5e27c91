import { z } from 'zod';
import { noPhone, phoneSettings, type PhoneSettings } from '#core/calls/phone-settings.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** Where the telephone's settings lie among the settings of this device. */
export const phoneSettingsKey = 'calls.phone';

export const keptPhone = z.object({
  settings: phoneSettings,
  /** The account's password, sealed; null where none was given. */
  sealedPassword: z.string().nullable(),
  revision: z.int(),
});
export type KeptPhone = z.infer<typeof keptPhone>;

/** Returns how this workstation dials; the system's dialler where nothing was set or it cannot be read. */
export function readPhone(db: ReadableDb): KeptPhone {
  const row = sql<{ value: string }>(db, 'SELECT value FROM local_setting WHERE key = ?').get(
    phoneSettingsKey,
  );
  const read = keptPhone.safeParse(row && JSON.parse(row.value));
  return read.success
    ? read.data
    : { settings: noPhone satisfies PhoneSettings, sealedPassword: null, revision: 0 };
}
