import { shell, type App, type Session, type WebContents } from 'electron';
import { originOfServer } from '#core/calls/phone-settings.ts';
import { isOurs } from '#electron/main/scheme.ts';

/** A number as the call desk hands it over, and nothing that could carry a command or a service code. */
const diallable = /^tel:\+?\d{5,15}$/;
/** A number with words for the system's messages: one recipient, one text, nothing else. */
const writable = /^sms:\+?\d{5,15}\?body=[\w%.!~*'()-]{1,6000}$/;

/**
 * Denies every page navigation away from the screen, new windows and webviews, whoever asks ([SH21]).
 * A number to dial leaves by the system's own dialler, when the screen itself asks ([SH27]).
 */
export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const stay = (event: { preventDefault: () => void; readonly url: string }): void => {
      if (!isOurs(event.url)) event.preventDefault();
    };
    contents.on('will-navigate', (event) => {
      stay(event);
      const isHandedOver = diallable.test(event.url) || writable.test(event.url);
      if (isHandedOver && isOurs(contents.getURL())) void shell.openExternal(event.url);
    });
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/**
 * Grants the camera for the check-in scanner and clipboard writing, to the screen only; the page reaches no network.
 * Where a telephone server is set, the microphone too and that one origin ([SH28]).
 */
export function guardSession(session: Session, phoneServer: () => string | null): void {
  const isPhone = (url: string): boolean => {
    const origin = phoneServer();
    return origin !== null && originOfServer(url) === origin;
  };
  const isGranted = (permission: string, origin: string, media: readonly string[]): boolean => {
    if (!isOurs(origin)) return false;
    if (permission === 'clipboard-sanitized-write') return true;
    if (permission !== 'media' || media.length !== 1) return false;
    return media[0] === 'video' || (media[0] === 'audio' && phoneServer() !== null);
  };
  session.setPermissionRequestHandler((_contents, permission, grant, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    grant(isGranted(permission, details.requestingUrl, media));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isGranted(permission, origin, details.mediaType === undefined ? [] : [details.mediaType]),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !/^(app|blob|data|devtools):/.test(url) && !isPhone(url) });
  });
}
