import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, dialog, ipcMain, session, type BrowserWindow } from 'electron';
import { addressOf, linkIn } from '#electron/main/deep-link.ts';
import { guardContents, guardSession } from '#electron/main/guards.ts';
import { hasKeychain } from '#electron/main/keychain.ts';
import { createTray, setMenu, type Actions, type QueueTray } from '#electron/main/menu.ts';
import { notify } from '#electron/main/notify.ts';
import { declareScheme, isOurs, serveScheme } from '#electron/main/scheme.ts';
import { startService, type Service } from '#electron/main/service.ts';
import { startOrder } from '#electron/main/start-order.ts';
import { followUpdates, updateFeed } from '#electron/main/updates.ts';
import { openWindow, preloadFile } from '#electron/main/window.ts';
import { wordsIn } from '#electron/main/words.ts';
import { portWanted, type FromService } from '#electron/shared/messages.ts';
import { readDeviceFile } from '#workstation/session/device-file.ts';

const programDir = app.getAppPath();
const builtDir = path.join(programDir, 'out');
const order = startOrder(process.env, app.getPath('userData'));
mkdirSync(order.shellDir, { recursive: true, mode: 0o700 });
// Electron's own files and its single-instance lock belong to the data folder: one window per book ([SH23]).
app.setPath('userData', order.shellDir);

let window: BrowserWindow | null = null;
let service: Service | null = null;
let tray: QueueTray | null = null;
let isFlushed = false;
let queueCount: number | null = null;
let pendingLink = linkIn(process.argv);
let say = wordsIn(order.language ?? (app.getLocale().startsWith('en') ? 'en' : 'zh-CN'));

const actions: Actions = { show, goTo, print: () => window?.webContents.print(), quit: () => app.quit() };

declareScheme();
guardContents(app);
app.setAsDefaultProtocolClient('zhike');
if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  app.on('second-instance', (_event, args) => {
    show();
    const link = linkIn(args);
    if (link) goTo(link);
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    goTo(link);
  });
  app.on('window-all-closed', () => app.quit());
  app.on('activate', show);
  app.on('before-quit', flushFirst);
  ipcMain.on(portWanted, (event) => {
    const isScreen =
      window !== null && event.sender === window.webContents && event.senderFrame?.parent === null;
    if (isScreen && isOurs(event.senderFrame?.url ?? '')) service?.connect(event.sender);
  });
  void app.whenReady().then(open);
}

async function open(): Promise<void> {
  const phoneServer = (): string | null => readDeviceFile(order.workstationDir).phoneServer;
  serveScheme(path.join(builtDir, 'renderer'), phoneServer);
  guardSession(session.defaultSession, phoneServer);
  service = startService(
    path.join(builtDir, 'main', 'service.js'),
    {
      dataDir: order.workstationDir,
      programDir,
      version: app.getVersion(),
      language: order.language,
      proposal: order.proposal,
      centralUrl: order.centralUrl,
      clockOffsetMs: order.clockOffsetMs,
      hasKeychain: await hasKeychain(),
    },
    { onMessage, onEnded },
  );
  window = openWindow(path.join(order.shellDir, 'window.json'), preloadFile(path.join(builtDir, 'main')));
  window.on('closed', () => {
    window = null;
  });
  tray = createTray(path.join(programDir, 'resources', 'icons', 'tray.png'), actions);
  showWords();
  if (pendingLink) goTo(pendingLink);
  const feed = updateFeed(path.join(order.shellDir, 'updates.json'));
  if (feed) void followUpdates(feed, log);
}

function onMessage(message: FromService): void {
  if (message.kind === 'bug') log(message.line);
  // A window in front shows it itself; the desktop's own would lie over the desk's keys.
  if (message.kind === 'reminder' && !window?.isFocused()) notify(message, say, goTo);
  if (message.kind === 'queue') queueCount = message.count;
  if (message.kind === 'language' && message.language) say = wordsIn(message.language);
  if (message.kind === 'queue' || message.kind === 'language') showWords();
}

function onEnded(isRestarting: boolean): void {
  log(`workstation ended${isRestarting ? '' : ' for good'}`);
  dialog.showErrorBox('知客 Zhike', say(isRestarting ? 'serviceEnded' : 'serviceGone'));
}

function showWords(): void {
  setMenu(say, actions);
  tray?.show(say, queueCount);
}

function show(): void {
  if (window?.isMinimized()) window.restore();
  window?.show();
  window?.focus();
}

/** Leads the screen to a page; a link that came before the window waits for it. */
function goTo(link: string): void {
  pendingLink = link;
  const address = addressOf(link);
  if (!window) return;
  pendingLink = null;
  show();
  if (address) void window.loadURL(address);
}

/** Holds quitting back until the workstation has closed its store, then quits for good ([SH24]). */
function flushFirst(event: { preventDefault: () => void }): void {
  if (isFlushed || !service) return;
  event.preventDefault();
  const closing = service;
  void closing.close().then(() => {
    isFlushed = true;
    app.quit();
  });
}

/** Bugs by name and place only; never what a client's data says. */
function log(line: string): void {
  try {
    appendFileSync(path.join(order.shellDir, 'desktop.log'), `${new Date().toISOString()} ${line}\n`);
  } catch {
    // A full disk must not end the program over a log line.
  }
}
