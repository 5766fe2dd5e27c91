import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { SessionStatus } from '#core/api/session.ts';
import type { WorkstationOrder, WorkstationReady } from '#scripts/processes/messages.ts';
import { findBrowser, hasDisplay, openAppWindow } from '#scripts/start/browser.ts';
import { projectDir, webDir } from '#scripts/start/build.ts';
import type { Language, StartOptions } from '#scripts/start/options.ts';
import { keepRunning, type Kept } from '#scripts/start/supervise.ts';
import type { Say } from '#scripts/start/words.ts';

/** What both shells need to know of the workstation they open. */
export interface ShellTask {
  readonly options: StartOptions;
  readonly port: number;
  readonly version: string;
  readonly language: Language;
  readonly centralUrl: string | null;
  readonly proposal: SessionStatus['proposal'];
  readonly say: Say;
  readonly tell: (line: string) => void;
  readonly onGiveUp: (log: string) => void;
}

/** Starts the workstation behind the browser shell and keeps it running. */
export function startBrowserShell(task: ShellTask, secret: string): Promise<Kept<WorkstationReady>> {
  const { options, say, tell } = task;
  const logFile = path.join(options.dataDir, 'logs', 'workstation.log');
  const order: WorkstationOrder = {
    dataDir: path.join(options.dataDir, 'workstation'),
    port: task.port,
    assetsDir: webDir,
    version: task.version,
    language: options.language,
    proposal: task.proposal,
    centralUrl: task.centralUrl,
    secret,
  };
  return keepRunning<WorkstationReady>({
    entry: 'workstation',
    order,
    logFile,
    again: ({ port }) => ({ ...order, port, proposal: null }),
    onReport: (report) => {
      if (report.kind === 'link') tell(say('newLink', report.url));
    },
    onRestart: () => tell(say('restarting')),
    onGiveUp: () => task.onGiveUp(logFile),
  });
}

/** Opens the browser shell's address as an app window where that is possible, and says what it did. */
export function showInBrowser({ options, say, tell }: ShellTask, url: string): void {
  if (!hasDisplay()) return tell(say('noDisplay'));
  const browser = findBrowser();
  if (!browser) return tell(say('noBrowser'));
  openAppWindow(browser, url, path.join(options.dataDir, 'browser-profile'));
  tell(say('opening', path.basename(browser)));
}

/** Starts the desktop shell on the built main process. */
export function startDesktop(electron: string, { options, centralUrl, proposal }: ShellTask): ChildProcess {
  return spawn(electron, [projectDir], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: {
      ...process.env,
      ZHIKE_DATA_DIR: options.dataDir,
      ZHIKE_START: JSON.stringify({ centralUrl, proposal, language: options.language }),
    },
  });
}
