import type { Instant } from '#core/base/time.ts';
import {
  keptReminder,
  reminderSettings,
  usualReminders,
  type KeptReminder,
  type RemindedTask,
  type ReminderSettings,
} from '#core/reminders/reminder.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** Where reminders lie among the settings of this device. */
export const reminderKeys = { settings: 'reminders.settings', kept: 'reminders.kept:' } as const;

/** Returns how this device reminds; the usual way where nothing was set. */
export function readReminderSettings(db: ReadableDb): ReminderSettings {
  const row = sql<{ value: string }>(db, 'SELECT value FROM local_setting WHERE key = ?').get(
    reminderKeys.settings,
  );
  const read = reminderSettings.safeParse(row && JSON.parse(row.value));
  return read.success ? read.data : usualReminders;
}

/** Returns what this device remembers of the tasks it reminded of, by task. */
export function keptReminders(db: ReadableDb): Map<string, KeptReminder> {
  const { kept } = reminderKeys;
  const rows = sql<{ key: string; value: string }>(
    db,
    'SELECT key, value FROM local_setting WHERE key >= ? AND key < ?',
  ).all(kept, `${kept}\u{10FFFF}`);
  return new Map(
    rows.flatMap(({ key, value }) => {
      const read = keptReminder.safeParse(JSON.parse(value));
      return read.success ? [[key.slice(kept.length), read.data] as const] : [];
    }),
  );
}

/** Returns a manager's open tasks about clients of their own, due before an instant, earliest first. */
export function tasksToRemind(db: ReadableDb, managerId: string, before: Instant): RemindedTask[] {
  return sql<RemindedTask>(
    db,
    `SELECT t.id AS taskId, t.client_id AS clientId, c.name, t.kind, t.due_at AS dueAt, t.text
     FROM task t JOIN client c ON c.id = t.client_id
     WHERE t.status = 'OPEN' AND t.due_at < ? AND t.manager_id = ? AND c.owner_manager_id = t.manager_id
     ORDER BY t.due_at, t.id`,
  ).all(before, managerId);
}

/** Returns those of some tasks that are open and due at the very time they were said for. */
export function openAt(
  db: ReadableDb,
  tasks: readonly { readonly taskId: string; readonly dueAt: Instant }[],
): string[] {
  return sql<{ id: string }>(
    db,
    `SELECT t.id FROM json_each(?) said JOIN task t ON t.id = said.value ->> 'taskId'
     WHERE t.status = 'OPEN' AND t.due_at = said.value ->> 'dueAt'`,
  )
    .all(JSON.stringify(tasks))
    .map(({ id }) => id);
}
