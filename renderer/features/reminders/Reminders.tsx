import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reminder } from '#core/reminders/reminder.ts';
import { router } from '#renderer/app/routes.tsx';
import { deskBefore } from '#renderer/features/calls/desk-memory.ts';
import { beep } from '#renderer/features/phone/sound.ts';
import { ReminderCard } from '#renderer/features/reminders/ReminderCard.tsx';
import { useTalking } from '#renderer/features/reminders/talking.ts';
import { api, client } from '#renderer/lib/api.ts';
import { onReminder } from '#renderer/lib/live.ts';

/** This page among the windows of one workstation. */
const windowName = crypto.randomUUID();
/** The window that somebody looks at says it first. */
const hiddenDelayMs = 600;
/** Half of what a window that says it talks is believed for. */
const busyEveryMs = 60_000;
const isDesktop = 'zhikeDesktop' in globalThis;

/** Says what the workstation reminds of, in one window of all, and tells it while the manager talks. */
export function Reminders() {
  const { t } = useTranslation('reminders');
  const { data: settings } = useQuery(api.reminders.settings.queryOptions());
  useBusy(useTalking());
  const show = useEffectEvent(({ isMissed, tasks: due }: Reminder): void => {
    // Whose card is on screen needs no reminder: his task stands on it, and a note would cover its foot.
    const tasks = due.filter(({ clientId }) => clientId !== onScreen());
    if (tasks.length === 0) return;
    const id = `reminder-${tasks.map(({ taskId }) => taskId).join(' ')}`;
    const hide = (): void => {
      notifications.hide(id);
    };
    notifications.show({
      id,
      autoClose: false,
      position: 'bottom-left',
      color: isMissed ? 'orange' : 'brand',
      withCloseButton: true,
      closeButtonProps: { 'aria-label': t('close') },
      title: t(isMissed ? 'missed' : 'due', { count: tasks.length }),
      message: (
        <ReminderCard
          tasks={tasks}
          onOpen={(clientId) => {
            hide();
            void router.navigate({ to: '/calls', search: { client: clientId } });
          }}
          onSnooze={(minutes) => {
            hide();
            const taskIds = tasks.map(({ taskId }) => taskId);
            void client.reminders.snooze({ taskIds, minutes });
          }}
        />
      ),
    });
    // The desktop's own notification has sounded already.
    if (settings?.hasSound && !isDesktop) chime();
  });
  const take = useEffectEvent(async (): Promise<void> => {
    const taken = await client.reminders.take().catch(() => null);
    if (taken) show(taken);
  });
  useEffect(() => {
    const come = (): void => {
      if (!isDesktop) setTimeout(() => void take(), document.hidden ? hiddenDelayMs : 0);
    };
    come();
    return onReminder((reminder) => (reminder ? show(reminder) : come()));
  }, []);
  useReminderKey();
  return null;
}

/** The client whose card the desk shows; null on every other page. */
function onScreen(): string | null {
  return router.state.location.pathname === '/calls' ? deskBefore().currentId : null;
}

function useBusy(isBusy: boolean): void {
  useEffect(() => {
    const tell = (): void => void client.reminders.busy({ window: windowName, isBusy }).catch(() => null);
    tell();
    if (!isBusy) return undefined;
    const timer = setInterval(tell, busyEveryMs);
    return () => clearInterval(timer);
  }, [isBusy]);
}

/** Alt+R puts the keyboard on the newest reminder, wherever it was. */
function useReminderKey(): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (!event.altKey || event.code !== 'KeyR') return;
      const button = document.querySelector<HTMLElement>('[data-reminder] button');
      if (!button) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      button.focus();
    };
    addEventListener('keydown', listener, { capture: true });
    return () => removeEventListener('keydown', listener, { capture: true });
  }, []);
}

/** Two soft tones, rising. A browser that lets no page sound before it was touched stays silent. */
function chime(): void {
  const context = new AudioContext();
  beep(context, { hertz: 660, onS: 0.12, volume: 0.08 });
  setTimeout(() => beep(context, { hertz: 880, onS: 0.18, volume: 0.08 }), 160);
  setTimeout(() => void context.close(), 1000);
}
