import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';

const ports = { ws: 15_080, udp: 15_060, phone: 15_070, control: 15_444 };

/** What the softphone is told. */
export const pbx = {
  server: `ws://127.0.0.1:${ports.ws}`,
  account: '8001@zhike.test',
  password: 'zug-um-zug-9',
} as const;

/** A conversation as the server billed it, in seconds. */
export interface Cdr {
  readonly duration: number;
}

/** A real telephone server with two telephones behind it: one answers and plays a tone, one only rings. */
export interface Telephones {
  readonly startServer: () => Promise<void>;
  /** Ends the server at once, as a power cut would. */
  readonly killServer: () => void;
  /** The telephone that answered hangs up. */
  readonly hangUpThere: () => void;
  /** Which conversations the server has billed, oldest first. */
  readonly cdrs: () => Cdr[];
  /** What the telephones wrote: which sounds, tones and ends they saw. */
  readonly heard: () => string;
  readonly stop: () => void;
}

/** Starts both in a folder; rejects with the server's last lines where it does not come up. */
export async function startTelephones(dir: string): Promise<Telephones> {
  const config = path.join(dir, 'kamailio.cfg');
  const serverLog = path.join(dir, 'kamailio.log');
  const phoneLog = path.join(dir, 'baresip.log');
  const plan = readFileSync(path.join(import.meta.dirname, 'kamailio.cfg'), 'utf8');
  writeFileSync(
    config,
    plan
      .replaceAll('__UDP__', String(ports.udp))
      .replaceAll('__WS__', String(ports.ws))
      .replaceAll('__PASSWORD__', pbx.password),
  );
  let server: ChildProcess | null = null;
  const startServer = async (): Promise<void> => {
    const options = ['-f', config, '-DD', '-E', '-w', dir, '-Y', dir];
    server = spawn('kamailio', options, { detached: true, stdio: intoFile(serverLog) });
    await untilListening(ports.ws, serverLog);
  };
  const killServer = (): void => {
    // Its children are a group of their own.
    if (server?.pid) process.kill(-server.pid, 'SIGKILL');
    server = null;
  };
  await startServer();
  const phones = startPhones(path.join(dir, 'baresip'), phoneLog);
  await untilListening(ports.control, phoneLog);
  return {
    startServer,
    killServer,
    hangUpThere: () => command('hangup'),
    cdrs: () =>
      [...textOf(serverLog).matchAll(/start_time=[\d.]+; end_time=[\d.]+; duration=([\d.]+)/g)]
        .map(([, duration]) => ({ duration: Number(duration) }))
        // Calls that nobody answered are billed as nothing.
        .filter(({ duration }) => duration > 0),
    heard: () => textOf(phoneLog),
    stop: () => {
      phones.kill('SIGKILL');
      killServer();
    },
  };
}

function startPhones(folder: string, logFile: string): ChildProcess {
  mkdirSync(folder, { recursive: true });
  const modules = ['opus', 'g711', 'ausine', 'aufile', 'ice', 'dtls_srtp'].map((name) => `module ${name}.so`);
  writeFileSync(
    path.join(folder, 'config'),
    [
      `sip_listen 127.0.0.1:${ports.phone}`,
      `audio_player aufile,${path.join(folder, 'heard.wav')}`,
      'audio_source ausine,440',
      'ausrc_srate 48000',
      'auplay_srate 48000',
      'rtcp_mux yes',
      'net_interface lo',
      'module_path /usr/lib/baresip/modules',
      ...modules,
      'module_tmp account.so',
      'module_app menu.so',
      'module_app ctrl_tcp.so',
      `ctrl_tcp_listen 127.0.0.1:${ports.control}`,
      '',
    ].join('\n'),
  );
  const common = 'regint=60;mediaenc=dtls_srtp;medianat=ice;audio_codecs=opus/48000/2,pcmu;rtcp_mux=yes';
  writeFileSync(
    path.join(folder, 'accounts'),
    `<sip:answers@127.0.0.1:${ports.udp}>;answermode=auto;${common}\n` +
      `<sip:rings@127.0.0.1:${ports.udp}>;answermode=manual;${common}\n`,
  );
  return spawn('baresip', ['-f', folder], { stdio: intoFile(logFile) });
}

function intoFile(file: string): StdioOptions {
  const log = openSync(file, 'a');
  return ['ignore', log, log];
}

/** Sends a command to the telephones as a netstring of JSON. */
function command(name: string): void {
  const text = JSON.stringify({ command: name });
  const socket = connect(ports.control, '127.0.0.1', () => socket.end(`${text.length}:${text},`));
}

async function untilListening(port: number, logFile: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing listens on ${port}: ${textOf(logFile).slice(-600)}`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
