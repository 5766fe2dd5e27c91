import type { KeptReminder, ReminderSettings } from '#core/reminders/reminder.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { reminderKeys } from '#db/queries/reminders.ts';

/** Keeps how this device reminds. */
export function saveReminderSettings(db: WritableDb, settings: ReminderSettings): void {
  put(db, reminderKeys.settings, settings);
}

/** Remembers, in one transaction, what was said or put off, and forgets tasks that are over. */
export function keepReminders(db: WritableDb, kept: ReadonlyMap<string, KeptReminder>): void {
  db.transaction(() => {
    for (const [taskId, value] of kept) put(db, `${reminderKeys.kept}${taskId}`, value);
    sql(
      db,
      `DELETE FROM local_setting WHERE key >= ? AND key < ? AND NOT EXISTS
         (SELECT 1 FROM task t WHERE t.id = substr(key, ?) AND t.status = 'OPEN')`,
    ).run(reminderKeys.kept, `${reminderKeys.kept}\u{10FFFF}`, reminderKeys.kept.length + 1);
  }).immediate();
}

function put(db: WritableDb, key: string, value: unknown): void {
  sql(db, 'INSERT OR REPLACE INTO local_setting (key, value) VALUES (?, ?)').run(key, JSON.stringify(value));
}
