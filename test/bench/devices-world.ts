import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { protocolVersion } from '#core/sync/protocol.ts';
import { createCentralClient } from '#workstation/sync/central-client.ts';

export interface Served {
  readonly url: string;
  readonly bareUrl: string;
  readonly adminToken: string;
  readonly pid: number;
}

/** Starts a centre with the bare service beside it; `stop` ends both. */
export async function startServed(dataDir: string): Promise<Served & { readonly stop: () => Promise<void> }> {
  const script = path.join(import.meta.dirname, 'devices-child.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const stop = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  return { ...(JSON.parse(line) as Served), stop };
}

export interface BenchDevice {
  readonly token: string;
  readonly managerId: string;
  cursor: string;
}

/** Enrols so many devices, ten a manager, each where the branch stands. */
export async function enrolMany({ url, adminToken }: Served, count: number): Promise<BenchDevice[]> {
  const { admin } = createCentralClient({ url, token: adminToken });
  const { tenantId } = await admin.createBranch({ name: '示例支行' });
  const managers: string[] = [];
  for (let index = 0; index < count / 10; index++) {
    managers.push((await admin.createManager({ tenantId, name: `经理${index}` })).managerId);
  }
  const about = { deviceName: 'bench', platform: 'bench', appVersion: '0', protocol: protocolVersion };
  const wanted = Array.from({ length: count }, (_, index) => managers[index % managers.length] as string);
  return inFlight(16, wanted, async (managerId) => {
    const { code } = await admin.createEnrolment({ tenantId, managerId });
    const { deviceToken: token } = await createCentralClient({ url, token: null }).enrol({ ...about, code });
    const { cursor } = await createCentralClient({ url, token }).bootstrap({});
    return { token, managerId, cursor };
  });
}

/** Works through a list with so many pieces of work under way at once; returns the results in order. */
export async function inFlight<Item, Done>(
  width: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) done[at] = await work(items[at] as Item);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return done;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** Reads a URL with as little work on this side as possible. */
export function read(url: string, token: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${token}`, 'x-zhike-protocol': String(protocolVersion) };
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve(Buffer.concat(parts))
            : reject(new Error(`${answer.statusCode} ${Buffer.concat(parts).toString()}`)),
        );
      })
      .on('error', reject);
  });
}

export function pullUrl(url: string, cursor: string): string {
  return `${url}/v1/sync/pull?cursor=${encodeURIComponent(cursor)}`;
}

/** One listening device: the highest number it heard, and when it first heard of a number. */
export interface Line {
  readonly socket: WebSocket;
  heard: number;
  readonly hears: (seq: number) => Promise<number>;
}

/** Opens a device's socket and waits for its first word. */
export function listen(url: string, { token }: BenchDevice): Promise<Line> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'x-zhike-protocol': String(protocolVersion) };
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/sync/live`, { headers });
    const waiting = new Set<() => void>();
    const line: Line = {
      socket,
      heard: -1,
      hears: (seq) =>
        new Promise((told) => {
          const check = (): void => {
            if (line.heard < seq || !waiting.delete(check)) return;
            told(performance.now());
          };
          waiting.add(check);
          check();
        }),
    };
    socket.on('message', (text) => {
      line.heard = (JSON.parse(String(text)) as { seq: number }).seq;
      waiting.forEach((check) => check());
      resolve(line);
    });
    socket.on('error', reject);
  });
}

/** What a process holds in memory, in bytes; null where the system does not tell. */
export function residentBytes(pid: number): number | null {
  try {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : null;
  } catch {
    return null;
  }
}
