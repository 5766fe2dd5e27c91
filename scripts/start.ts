import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SessionStatus } from '#core/api/session.ts';
import { makeFolder, syncedFolderOf } from '#db/data-folder.ts';
import { lockFolder } from '#db/folder-lock.ts';
import { createCentralClient } from '#workstation/sync/central-client.ts';
import type { CentralReady } from '#scripts/processes/messages.ts';
import type { StartFailure } from '#scripts/processes/fork.ts';
import { hasDisplay } from '#scripts/start/browser.ts';
import {
  BuildFailure,
  desktopBuild,
  isOutOfDate,
  projectDir,
  runBuild,
  webBuild,
} from '#scripts/start/build.ts';
import {
  fetchElectron,
  fetchLimitSeconds,
  findElectron,
  isFetchWorthwhile,
} from '#scripts/start/electron-binary.ts';
import { defaultDataDir, readOptions, type StartOptions } from '#scripts/start/options.ts';
import { choosePort } from '#scripts/start/ports.ts';
import { showInBrowser, startBrowserShell, startDesktop, type ShellTask } from '#scripts/start/shell.ts';
import { keepRunning, type Kept } from '#scripts/start/supervise.ts';
import { helpText, terminalLanguage, wordsIn, type Word } from '#scripts/start/words.ts';

/** Proposed for the sample book only; a real book's passphrase is its manager's own. */
const samplePassphrase = 'sample-book-zhike';
const preferredPort = 4460;
const preferredCentralPort = 4470;

const read = readOptions(process.argv.slice(2), process.env);
const language = (read.ok && read.value.language) || terminalLanguage(process.env);
const say = wordsIn(language);
const startedAt = performance.now();

/** As root PostgreSQL runs as another account, which must be able to pass through the data folder. */
function openToPostgres(folder: string): void {
  if (process.getuid?.() !== 0 || existsSync(folder)) return;
  try {
    makeFolder(folder, 0o711);
  } catch {
    // Taking the folder's lock says what is wrong with it.
  }
}

/** Ends the start with one sentence. */
function refuse(word: Word, about: string | number, exitCode = 1): never {
  process.stderr.write(`${say(word, about)}\n`);
  process.exit(exitCode);
}

/** Progress goes to stderr: the last line on stdout is `ready <url>`. */
function tell(line: string): void {
  process.stderr.write(`· ${line}\n`);
}

function seconds(): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

if (!read.ok) refuse(read.error.word, read.error.about, 2);
const options: StartOptions = read.value;
if (options.isHelpWanted) {
  process.stdout.write(helpText(language, defaultDataDir(process.env)));
  process.exit(0);
}
const { dataDir } = options;
const port = await choosePort(options.port, preferredPort);
if (port === 'taken') refuse('portTaken', options.port ?? '');
const centralPort = await choosePort(options.centralPort, preferredCentralPort);
if (centralPort === 'taken') refuse('portTaken', options.centralPort ?? '');
if (!syncedFolderOf(dataDir, process.env)) openToPostgres(dataDir);
const lock = lockFolder(dataDir);
if (!lock.ok) refuse(lock.error, dataDir);
tell(say('dataFolder', dataDir));

const stops: (() => Promise<void>)[] = [];
let isStopping = false;

/** Stops in reverse order of starting: the workstation's last push still finds its centre. */
async function stopAll(exitCode: number): Promise<never> {
  if (isStopping) process.exit(1);
  isStopping = true;
  tell(say('stopping'));
  for (const stop of stops.toReversed()) await stop().catch(() => {});
  if (lock.ok) lock.value.release();
  if (exitCode === 0) tell(say('stopped'));
  process.exit(exitCode);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAll(0));

async function fail(word: Word, about: string): Promise<never> {
  process.stderr.write(`${say(word, about)}\n`);
  return stopAll(1);
}

function giveUp(logFile: string): void {
  void fail('givingUp', logFile);
}

try {
  await start();
} catch (error) {
  const { code, message } = error as Error & { code?: string };
  const word =
    code === 'EADDRINUSE' ? 'portTaken' : error instanceof BuildFailure ? 'buildFailed' : 'workstationFailed';
  await fail(word, code === 'EADDRINUSE' ? `${options.port ?? port}` : message);
}

async function start(): Promise<void> {
  const electron = findDesktop();
  const central = options.join ? null : startCentral();
  const [shell, screen, centre] = await Promise.all([electron, electron.then(buildFor), central]);
  if (screen) tell(say('built', seconds()));
  const proposal = await propose(centre);
  const task: ShellTask = {
    options,
    port: port as number,
    version: (JSON.parse(readFileSync(path.join(projectDir, 'package.json'), 'utf8')) as { version: string })
      .version,
    language,
    centralUrl: centre?.current().ready.url ?? null,
    proposal,
    say,
    tell,
    onGiveUp: giveUp,
  };
  if (shell) openDesktop(shell, task);
  else await openBrowserShell(task, centre);
}

/** Finds or fetches Electron, but only where a window can be shown and its sandbox works. */
async function findDesktop(): Promise<string | null> {
  if (!options.mayOpen || !hasDisplay()) return null;
  if (process.getuid?.() === 0) {
    tell(say('electronRoot'));
    return null;
  }
  let found = findElectron();
  if (!found && isFetchWorthwhile(Date.now())) {
    tell(say('electronFetching', fetchLimitSeconds));
    found = await fetchElectron(Date.now());
  }
  tell(say(found ? 'electronHere' : 'electronMissing'));
  return found;
}

async function buildFor(electron: string | null): Promise<boolean> {
  const build = electron ? desktopBuild : webBuild;
  if (!isOutOfDate(build)) return false;
  tell(say('building'));
  await runBuild(build);
  return true;
}

async function startCentral(): Promise<Kept<CentralReady>> {
  tell(say('centralStarting'));
  const logFile = path.join(dataDir, 'logs', 'central.log');
  const order = {
    dataDir: path.join(dataDir, 'central'),
    port: centralPort,
    book: { kind: options.isEmpty ? 'empty' : 'sample', clients: options.clients },
  };
  let lastTold = 0;
  const kept = await keepRunning<CentralReady>({
    entry: 'central',
    order,
    logFile,
    again: ({ url }) => ({ ...order, port: Number(new URL(url).port) }),
    onReport: (report) => {
      if (report.kind !== 'progress') return;
      if (report.text === 'central') tell(say('centralReady', seconds()));
      else if (report.count - lastTold >= 100_000) tell(say('rows', (lastTold = report.count)));
    },
    onRestart: () => tell(say('centralEnded')),
    onGiveUp: () => giveUp(logFile),
  }).catch(centralRefusal);
  stops.push(kept.stop);
  const { book, isNew } = kept.current().ready;
  if (!isNew) tell(say('bookKept', book.kind === 'sample' ? `${book.clients}` : book.kind));
  else tell(say(book.kind === 'empty' ? 'emptyMade' : 'bookMade', `${book.rows} · ${seconds()}`));
  if (book.kind === 'sample') tell(say('samplePassphrase', samplePassphrase));
  return kept;
}

function centralRefusal({ code, message }: StartFailure): Promise<never> {
  if (code === 'EADDRINUSE') return fail('portTaken', String(centralPort));
  if (code === 'BOOK_LOST' || code === 'FolderInUse') return fail(code, '');
  if (code === 'DATABASE_HELD' || code === 'DATABASE_DISK_FULL') return fail(code, dataDir);
  if (code === 'DATABASE_FAILED') return fail(code, path.join(dataDir, 'central', 'postgres.log'));
  return fail('centralFailed', message);
}

/** What the first-run screen fills in; null for a workstation that is set up. */
async function propose(centre: Kept<CentralReady> | null): Promise<SessionStatus['proposal']> {
  if (existsSync(path.join(dataDir, 'workstation', 'book'))) return null;
  const deviceName = os.hostname().slice(0, 60) || 'Zhike';
  if (options.join) {
    const { centralUrl, code } = options.join;
    tell(say('joining', centralUrl));
    return { centralUrl, code: code ?? '', passphrase: null, deviceName };
  }
  if (!centre) return null;
  const { url, book } = centre.current().ready;
  const code = await newCode(centre);
  tell(say('codeMade', code));
  return { centralUrl: url, code, passphrase: book.kind === 'sample' ? samplePassphrase : null, deviceName };
}

async function newCode(centre: Kept<CentralReady>): Promise<string> {
  const { url, adminToken, book } = centre.current().ready;
  const [manager] = book.managers;
  if (!manager) throw new Error('The branch has no manager.');
  const { admin } = createCentralClient({ url, token: adminToken });
  return (await admin.createEnrolment({ tenantId: book.tenantId, managerId: manager.id })).code;
}

function openDesktop(electron: string, task: ShellTask): void {
  const child = startDesktop(electron, task);
  stops.push(
    () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  );
  child.once('exit', () => {
    if (!isStopping) void stopAll(0);
  });
  process.stdout.write('ready app://zhike/\n');
}

async function openBrowserShell(task: ShellTask, centre: Kept<CentralReady> | null): Promise<void> {
  const kept = await startBrowserShell(task, randomBytes(32).toString('base64'));
  stops.push(kept.stop);
  const { url } = kept.current().ready;
  if (options.mayOpen) showInBrowser(task, url);
  if (process.stdin.isTTY) listenForLinks(kept.current, centre);
  process.stdout.write(`ready ${url}\n`);
}

/** Enter prints a new link; `code` and Enter a new one-time code for a further workstation. */
function listenForLinks(workstation: Kept<unknown>['current'], centre: Kept<CentralReady> | null): void {
  tell(say('linkHint'));
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line.trim() !== 'code' || !centre) return workstation().ask('link');
    void newCode(centre).then((code) => {
      const { url } = centre.current().ready;
      tell(say('secondCode', `--central ${url} --code ${code}`));
    });
  });
}
