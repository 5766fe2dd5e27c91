import { expect, test, vi } from 'vitest';
import { usualReminders } from '#core/reminders/reminder.ts';
import { saveReminderSettings } from '#db/changes/reminders.ts';
import { followReminders } from '#electron/service/reminders.ts';
import type { FromService } from '#electron/shared/messages.ts';
import type { Host } from '#workstation/host.ts';
import { testDesk } from '#test/workstation/calls/desk.ts';

/** A workstation's process with one callback due, and what it told main and its window. */
function service() {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.addTask(clientId, { dueAt: desk.clock() });
  const told: FromService[] = [];
  const shown: unknown[] = [];
  followReminders({ live: desk.live, open: () => ({ station: desk }) } as unknown as Host, (message) =>
    told.push(message),
  );
  desk.live.subscribe('signal', (signal) => {
    if (signal.kind === 'reminder' && signal.reminder) shown.push(signal.reminder);
  });
  const call = (): void => desk.live.publish('signal', { kind: 'reminder', reminder: null });
  return { desk, clientId, told, shown, call };
}

test('[SH29] a reminder goes to the desktop without the client’s name, once, and to the window with its snoozes', async () => {
  const { clientId, told, shown, call } = service();
  call();
  call();
  await vi.waitFor(() => expect(shown).toHaveLength(1));
  const nameless = { count: 1, time: '10:00', name: null, clientId, isMissed: false, isSilent: false };
  expect(told).toEqual([{ kind: 'reminder', ...nameless }]);
  expect(shown).toMatchObject([{ tasks: [{ clientId, name: '王晓明' }] }]);
});

test('[SH29] names the client where the manager wants it so', async () => {
  const { desk, told, call } = service();
  saveReminderSettings(desk.db, { ...usualReminders, showsName: true, hasSound: false });
  call();
  await vi.waitFor(() => expect(told).toMatchObject([{ name: '王晓明', isSilent: true }]));
});
