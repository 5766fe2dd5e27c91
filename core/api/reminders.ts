import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { reminder, reminderSettings, snoozes } from '#core/reminders/reminder.ts';
import { idField, instantField } from '#core/sync/fields.ts';

/** Reminding of callbacks: one voice for all windows of this device. */
export const remindersContract = {
  settings: procedure.output(reminderSettings),
  saveSettings: procedure.input(reminderSettings),
  /** Takes what is to be said now, so that no other window says it too; null where nothing is, or another was faster. */
  take: procedure.output(reminder.nullable()),
  /** Which of the tasks that were said are still to be done at that time: neither closed nor moved since. */
  standing: procedure
    .input(z.object({ tasks: z.array(z.object({ taskId: idField, dueAt: instantField })).max(100) }))
    .output(z.array(idField)),
  /** Puts tasks off, durably: they are said again then, also after a restart. */
  snooze: procedure.input(
    z.object({ taskIds: z.array(idField).min(1).max(100), minutes: z.literal([...snoozes]) }),
  ),
  /** A window says whether its manager is talking; it is believed for two minutes. */
  busy: procedure.input(z.object({ window: z.string().max(60), isBusy: z.boolean() })),
};
