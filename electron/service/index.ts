import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { Keychain } from '#db/vault.ts';
import { bootHost } from '#workstation/boot.ts';
import type { Host } from '#workstation/host.ts';
import { router } from '#workstation/router.ts';
import { rpcOptions } from '#workstation/rpc.ts';
import { venueNetwork } from '#webshell/venue/network.ts';
import { followReminders } from '#electron/service/reminders.ts';
import type { FromService, ServiceOrder, ToService } from '#electron/shared/messages.ts';

/** The workstation in Electron's utility process: whatever keeps it busy, windows stay alive. */
const main = process.parentPort;
const queueDelayMs = 2000;
/** The most the queue hands over at once; the tray says no more than this. */
const mostCounted = 50;
let host: Host | null = null;

function tell(message: FromService): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between processes has no origin
  main.postMessage(message);
}
function log(line: string): void {
  tell({ kind: 'bug', line });
}

const handler = new RPCHandler(router, rpcOptions(log));
const keychainCalls = new Map<number, (bytes: Uint8Array | null) => void>();
let lastCall = 0;

main.on('message', ({ data, ports }) => {
  const message = data as ToService;
  if (message.kind === 'start') start(message.order);
  else if (message.kind === 'keychain') keychainCalls.get(message.id)?.(message.bytes);
  else if (message.kind === 'close') void close();
  else {
    const [port] = ports;
    if (!port || !host) return;
    handler.upgrade(port, { context: { host } });
    port.start();
  }
});

function start({ hasKeychain, centralUrl, ...order }: ServiceOrder): void {
  const keychain = hasKeychain ? remoteKeychain() : undefined;
  host = bootHost({
    ...order,
    centralUrl: centralUrl ?? undefined,
    shell: 'desktop',
    keychain,
    venueNetwork: venueNetwork(path.join(order.programDir, 'out', 'renderer')),
    log,
  });
  followQueue(host);
  followReminders(host, tell);
  void host.resume();
}

async function close(): Promise<void> {
  await host?.close();
  tell({ kind: 'closed' });
}

/** The keychain lives in main; the key travels between two processes of this program only. */
function remoteKeychain(): Keychain {
  const ask = (task: 'encrypt' | 'decrypt', bytes: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      const id = (lastCall += 1);
      keychainCalls.set(id, (answer) => {
        keychainCalls.delete(id);
        if (answer) resolve(answer);
        else reject(new Error('The keychain did not answer.'));
      });
      tell({ kind: 'keychain', id, task, bytes });
    });
  return { encrypt: (plain) => ask('encrypt', plain), decrypt: (sealed) => ask('decrypt', sealed) };
}

/** Tells main how long the call queue is, for the tray: after changes have settled. */
function followQueue(followed: Host): void {
  const client = createRouterClient(router, { context: { host: followed } });
  let timer: NodeJS.Timeout | null = null;
  const count = async (): Promise<void> => {
    timer = null;
    if (!followed.open()) return tell({ kind: 'queue', count: null });
    const queue = await client.calls.queue({ limit: mostCounted }).catch(() => null);
    if (queue) tell({ kind: 'queue', count: queue.items.length });
  };
  const plan = (): void => {
    timer ??= setTimeout(() => void count(), queueDelayMs);
  };
  followed.live.subscribe('signal', (signal) => {
    if (signal.kind === 'session') tell({ kind: 'language', language: signal.status.language });
    if (signal.kind === 'session' || signal.kind === 'rows') plan();
  });
}
