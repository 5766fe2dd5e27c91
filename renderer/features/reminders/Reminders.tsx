import { Portal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { Reminder } from '#core/reminders/reminder.ts';
import { router } from '#renderer/app/routes.tsx';
import { deskBefore } from '#renderer/features/calls/desk-memory.ts';
import { beep } from '#renderer/features/phone/sound.ts';
import { useReminderKeys } from '#renderer/features/reminders/reminder-keys.ts';
import classes from '#renderer/features/reminders/reminders.module.css';
import { ReminderView } from '#renderer/features/reminders/ReminderView.tsx';
import { stand, useStanding } from '#renderer/features/reminders/standing.ts';
import { useTalking } from '#renderer/features/reminders/talking.ts';
import { useWindowOpen } from '#renderer/features/reminders/use-window-open.ts';
import { usePlace } from '#renderer/features/reminders/use-place.ts';
import { api, client, queryClient } from '#renderer/lib/api.ts';
import { onReminder } from '#renderer/lib/live.ts';

/** This page among the windows of one workstation. */
const windowName = crypto.randomUUID();
/** The window that somebody looks at says it first. */
const hiddenDelayMs = 600;
/** Half of what a window that says it talks is believed for. */
const busyEveryMs = 60_000;
const isDesktop = 'zhikeDesktop' in globalThis;

/**
 * Says what the workstation reminds of, in one window of all, and tells it while the manager talks or stands at a door,
 * where guests see the screen.
 */
export function Reminders() {
  const { data: settings } = useQuery(api.reminders.settings.queryOptions());
  const isAtDoor = usePlace() === 'DOOR';
  const isQuiet = useTalking() || isAtDoor;
  useBusy(isQuiet);
  // What the workstation sent before it heard of the talk.
  const held = useRef<Reminder[]>([]);
  useReminderKeys();
  const show = useEffectEvent((reminder: Reminder): void => {
    if (isQuiet) return void held.current.push(reminder);
    stand(reminder);
    // Whose card is looked at needs no reminder: it says itself what is due.
    const isNew = reminder.tasks.some(({ clientId }) => clientId !== onScreen());
    if (!isNew) void queryClient.invalidateQueries({ queryKey: api.calls.key() });
    // Where the desktop told it, it has sounded already; it tells only what no window in front says.
    if (isNew && settings?.hasSound && (!isDesktop || document.hasFocus())) chime();
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
  useEffect(() => {
    if (!isQuiet) for (const reminder of held.current.splice(0)) show(reminder);
  }, [isQuiet]);
  return <Bar />;
}

/** One line below page and window; at the desk, which has a place for reminders, only while a window covers it; never at a door. */
function Bar() {
  const place = usePlace();
  const isDesk = place === 'DESK';
  const tasks = useStanding(isDesk ? deskBefore().currentId : null);
  const isWindowOpen = useWindowOpen(tasks.length > 0);
  if (tasks.length === 0 || place === 'DOOR' || (isDesk && !isWindowOpen)) return null;
  const open = (clientId: string): void =>
    void router.navigate({ to: '/calls', search: { client: clientId } });
  return (
    <Portal>
      <ReminderView tasks={tasks} most={1} onOpen={isWindowOpen ? null : open} className={classes['bar']} />
    </Portal>
  );
}

/** The client whose card somebody is looking at; null on every other page and in a window behind others. */
function onScreen(): string | null {
  const isLookedAt = router.state.location.pathname === '/calls' && document.hasFocus();
  return isLookedAt ? deskBefore().currentId : null;
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

/** Two soft tones, rising. A browser that lets no page sound before it was touched stays silent. */
function chime(): void {
  const context = new AudioContext();
  beep(context, { hertz: 660, onS: 0.12, volume: 0.08 });
  setTimeout(() => beep(context, { hertz: 880, onS: 0.18, volume: 0.08 }), 160);
  setTimeout(() => void context.close(), 1000);
}
