import { Notification } from 'electron';
import type { FromService } from '#electron/shared/messages.ts';
import type { Say } from '#electron/main/words.ts';

type Told = Extract<FromService, { kind: 'reminder' }>;

/**
 * Shows a reminder as a desktop notification; a click opens the client, or the call desk where there are several.
 * It may be read on a locked screen: no name unless the manager wants it, and never a number or an amount ([SH29]).
 */
export function notify(
  { count, time, name, clientId, isMissed, isSilent }: Told,
  say: Say,
  goTo: (link: string) => void,
): void {
  if (!Notification.isSupported()) return;
  const many = isMissed ? 'missedCallbacks' : 'manyCallbacks';
  const one = isMissed ? 'missedCallback' : 'oneCallback';
  const body = count > 1 ? say(many, count) : say(one, time);
  const notification = new Notification({
    title: name === null || count > 1 ? say('callbackTitle') : name,
    body,
    silent: isSilent,
  });
  notification.on('click', () => goTo(count > 1 ? 'zhike://calls' : `zhike://clients/${clientId}`));
  notification.show();
  // Without a reference it is collected, and its click is lost.
  shown.add(notification);
  notification.on('close', () => shown.delete(notification));
}

const shown = new Set<Notification>();
