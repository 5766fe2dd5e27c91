import { createRouterClient } from '@orpc/server';
import type { Reminder, ReminderSettings } from '#core/reminders/reminder.ts';
import type { Host } from '#workstation/host.ts';
import { router } from '#workstation/router.ts';
import type { FromService } from '#electron/shared/messages.ts';

/** Takes what is to be said on behalf of the desktop: main notifies, the window shows it with its snoozes. */
export function followReminders(host: Host, tell: (message: FromService) => void): void {
  const client = createRouterClient(router, { context: { host } });
  const take = async (): Promise<void> => {
    const [taken, settings] = await Promise.all([client.reminders.take(), client.reminders.settings()]);
    if (!taken) return;
    tell(tellingOf(taken, settings));
    host.live.publish('signal', { kind: 'reminder', reminder: taken });
  };
  host.live.subscribe('signal', (signal) => {
    // A session that was locked meanwhile is asked again when it opens.
    if (signal.kind === 'reminder' && signal.reminder === null) void take().catch(() => {});
  });
}

const time = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', timeStyle: 'short' });

function tellingOf({ tasks, isMissed }: Reminder, { showsName, hasSound }: ReminderSettings): FromService {
  const [first] = tasks;
  const { clientId = '', name = '', dueAt = 0 } = first ?? {};
  return {
    kind: 'reminder',
    count: tasks.length,
    time: time.format(dueAt),
    name: showsName ? name : null,
    clientId,
    isMissed,
    isSilent: !hasSound,
  };
}
