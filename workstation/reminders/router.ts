import { saveReminderSettings } from '#db/changes/reminders.ts';
import { openAt, readReminderSettings } from '#db/queries/reminders.ts';
import { os } from '#workstation/base.ts';
import { setBusy, snoozeReminder, takeReminder } from '#workstation/reminders/reminders.ts';

export const remindersRouter = {
  settings: os.reminders.settings.handler(({ context }) => readReminderSettings(context.station.db)),
  saveSettings: os.reminders.saveSettings.handler(({ input, context }) => {
    saveReminderSettings(context.station.db, input);
    // No row that travels: the screens are only told to ask anew.
    context.station.live.publish('signal', { kind: 'rows', entities: [] });
  }),
  take: os.reminders.take.handler(({ context }) => takeReminder(context.station)),
  standing: os.reminders.standing.handler(({ input, context }) => openAt(context.station.db, input.tasks)),
  snooze: os.reminders.snooze.handler(({ input, context }) => snoozeReminder(context.station, input)),
  busy: os.reminders.busy.handler(({ input, context }) => setBusy(context.station, input)),
};
