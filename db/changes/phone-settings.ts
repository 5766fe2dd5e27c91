import { sql, type WritableDb } from '#db/handles.ts';
import { phoneSettingsKey, type KeptPhone } from '#db/queries/phone-settings.ts';

/** Keeps how this workstation dials, on this device only. */
export function savePhone(db: WritableDb, phone: KeptPhone): void {
  sql(db, 'INSERT OR REPLACE INTO local_setting (key, value) VALUES (?, ?)').run(
    phoneSettingsKey,
    JSON.stringify(phone),
  );
}
