import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { contract } from '#core/api/contract.ts';
import { createHost } from '#workstation/create-host.ts';
import type { Host } from '#workstation/host.ts';
import { maxMessageBytes, startWebshell, type Webshell } from '#webshell/server.ts';
import { testHostOptions, testSetup } from '#test/workstation/session/support.ts';
import { testFolder } from '#test/support/temporary.ts';

let host: Host;
let shell: Webshell;
let cookie: string;
let wanted = 0;
const bugs: string[] = [];

beforeAll(async () => {
  const assetsDir = testFolder();
  mkdirSync(path.join(assetsDir, 'assets'));
  writeFileSync(path.join(assetsDir, 'index.html'), '<!doctype html><title>知客</title>');
  writeFileSync(path.join(assetsDir, 'assets', 'main-abc.js'), 'export {};');
  writeFileSync(path.join(assetsDir, 'assets', 'code-reader.worker-abc.js'), 'export {};');
  writeFileSync(path.join(assetsDir, 'notes.txt'), 'no page of ours');
  host = createHost(testHostOptions(testFolder()));
  shell = await startWebshell({
    host,
    port: 0,
    assetsDir,
    log: (line) => bugs.push(line),
    onLinkWanted: () => {
      wanted += 1;
    },
  });
  cookie = (await get(new URL(shell.newLink()).pathname + new URL(shell.newLink()).search)).cookie;
});
afterAll(async () => {
  await shell.close();
  await host.close();
});

interface Got {
  readonly status: number;
  readonly text: string;
  readonly cookie: string;
  readonly headers: IncomingMessage['headers'];
}

/** Asks as written: no client library tidies path, host or origin up. */
function get(
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
  port = shell.port,
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      { host: '127.0.0.1', port, path: target, method, headers, agent: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => {
          const set = answer.headers['set-cookie']?.[0] ?? '';
          resolve({
            status: answer.statusCode ?? 0,
            text,
            cookie: set.split(';')[0] ?? '',
            headers: answer.headers,
          });
        });
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

function ours(): Record<string, string> {
  return { cookie };
}

/** Headers of a browser that a foreign page made ask. */
function from(mode: string, dest: string): Record<string, string> {
  return { ...ours(), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode, 'sec-fetch-dest': dest };
}

/** Opens a socket with these headers; answers whether it was let in. */
function knock(headers: Record<string, string>, target = '/rpc'): Promise<WebSocket | 'refused'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${target}`, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('error', () => resolve('refused'));
  });
}

function origin(): string {
  return `http://127.0.0.1:${shell.port}`;
}

test('[SH2] a link opens once, sets a strict cookie and leads on to the screen', async () => {
  const { pathname, search } = new URL(shell.newLink());
  const first = await get(pathname + search);
  expect(first.status).toBe(200);
  expect(first.text).toContain('http-equiv="refresh"');
  expect(first.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  expect((await get('/', { cookie: first.cookie })).text).toContain('知客');
  const second = await get(pathname + search);
  expect(second.status).toBe(403);
  expect(second.headers['set-cookie']).toBeUndefined();
});

test('[SH2] without the cookie nothing is served, and a new link is printed, not more than one at a time', async () => {
  wanted = 0;
  for (const target of ['/', '/', '/assets/main-abc.js', '/index.html', '/open?token=guessed', '/open']) {
    expect((await get(target)).status).toBe(403);
  }
  expect((await get('/', { cookie: `${cookie.split('=')[0]}=forged` })).status).toBe(403);
  expect(wanted).toBeLessThanOrEqual(1);
  expect(await knock({ origin: origin() })).toBe('refused');
});

test('[SH2] only the last ten links are good', async () => {
  const links = Array.from({ length: 11 }, () => new URL(shell.newLink()));
  const [oldest, next] = links;
  expect((await get(`/open${oldest?.search}`)).status).toBe(403);
  expect((await get(`/open${next?.search}`)).status).toBe(200);
});

test('[SH1] it listens on the loopback address only', async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === 'IPv4');
  // Whoever can bind the same port on every other address proves that the server holds it on one only.
  const addresses = ['127.0.0.2', ...(outside ? [outside.address] : [])];
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses) {
    const other = createServer();
    await new Promise<void>((resolve, reject) => {
      other.once('error', reject);
      other.listen(shell.port, address, resolve);
    });
    await new Promise((resolve) => other.close(resolve));
  }
});

test('[SH1] a foreign host name is refused, with the cookie too', async () => {
  for (const name of ['zhike.example', `zhike.example:${shell.port}`, '127.0.0.1', '127.0.0.1:1']) {
    expect((await get('/', { ...ours(), host: name })).status).toBe(403);
    expect(await knock({ ...ours(), origin: `http://${name}`, host: name })).toBe('refused');
  }
  expect((await get('/', { ...ours(), host: `localhost:${shell.port}` })).status).toBe(200);
});

test('[SH3] a foreign origin is refused, with the cookie too', async () => {
  for (const from of [
    'https://evil.example',
    'null',
    `http://127.0.0.1:${shell.port + 1}`,
    `https://127.0.0.1:${shell.port}`,
  ]) {
    expect((await get('/', { ...ours(), origin: from })).status).toBe(403);
    expect(await knock({ ...ours(), origin: from })).toBe('refused');
  }
  expect(await knock(ours())).toBe('refused');
  expect(await knock({ ...ours(), origin: origin() }, '/other')).toBe('refused');
});

test('[SH3] a foreign page may link here but not load or frame anything', async () => {
  expect((await get('/assets/main-abc.js', from('no-cors', 'script'))).status).toBe(403);
  expect((await get('/', from('navigate', 'iframe'))).status).toBe(403);
  expect((await get('/', { ...from('cors', 'empty'), 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await get('/', from('navigate', 'document'))).status).toBe(200);
});

test('[SH4] every answer carries the policy, and none with data may be cached', async () => {
  for (const target of ['/', '/index.html', '/missing', '/assets/main-abc.js']) {
    const { headers } = await get(target, ours());
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`script-src 'self';`);
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['cache-control']).toBe(
      target.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
    );
  }
});

test('[SH30] only the reader of camera codes may compile WebAssembly, and it reaches its own origin only', async () => {
  const reader = await get('/assets/code-reader.worker-abc.js', ours());
  expect(reader.status).toBe(200);
  expect(reader.headers['content-security-policy']).toBe(
    `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'`,
  );
  for (const target of ['/', '/assets/main-abc.js', '/code-reader.worker-abc.js']) {
    expect((await get(target, ours())).headers['content-security-policy']).not.toContain('wasm');
  }
});

test('[SH28] a telephone server opens its own origin and the microphone, and nothing more', async () => {
  const policies = async (): Promise<string[]> => {
    const { headers } = await get('/', ours());
    return [String(headers['content-security-policy']), String(headers['permissions-policy'])];
  };
  const [before = '', microphoneBefore] = await policies();
  expect(microphoneBefore).toContain('microphone=()');
  host.setPhoneServer('wss://pbx.firm.example:7443');
  const [policy, microphone] = await policies();
  expect(policy).toBe(before.replace(/connect-src [^;]+/, '$& wss://pbx.firm.example:7443'));
  expect(microphone).toContain('microphone=(self)');
  host.setPhoneServer(null);
  expect(await policies()).toEqual([before, microphoneBefore]);
});

test('[SH5] other methods and addresses outside the folder are refused', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect((await get('/', ours(), method)).status).toBe(405);
  }
  for (const target of [
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/%00',
    '/%zz',
    '/assets',
    '/notes.txt',
    '//evil/x',
  ]) {
    expect((await get(target, ours())).status).toBeGreaterThanOrEqual(400);
  }
  const head = await get('/', ours(), 'HEAD');
  expect(head).toMatchObject({ status: 200, text: '' });
});

test('[SH5] a message over 8 MiB ends the socket, and only that one', async () => {
  const big = await knock({ ...ours(), origin: origin() });
  const other = await knock({ ...ours(), origin: origin() });
  if (big === 'refused' || other === 'refused') throw new Error('The socket was refused.');
  const ended = new Promise((resolve) => big.on('close', resolve));
  big.send(Buffer.alloc(maxMessageBytes + 1));
  await ended;
  expect(other.readyState).toBe(WebSocket.OPEN);
  other.close();
});

test('the screen reaches the workstation over the socket, typed errors and signals included', async () => {
  const socket = await knock({ ...ours(), origin: origin() });
  if (socket === 'refused') throw new Error('The socket was refused.');
  const client: ContractRouterClient<typeof contract> = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
  expect(await client.session.status()).toMatchObject({ state: 'setup', shell: 'browser' });
  const signals = await client.live.signals();
  await expect(client.session.setup({ ...testSetup, passphrase: '88888888' })).rejects.toMatchObject({
    code: 'WEAK_PASSPHRASE',
    defined: true,
  });
  await client.session.setup(testSetup);
  const first = await signals.next();
  expect(first.value).toMatchObject({ kind: 'session', status: { state: 'open' } });
  expect(bugs).toEqual([]);
  socket.close();
});

test('a port that is taken is answered with the system’s code', async () => {
  await expect(startWebshell({ host, port: shell.port, assetsDir: testFolder() })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('[SH2] a server started again with its secret knows its browser, one with another does not', async () => {
  const secret = new Uint8Array(32).fill(3);
  const assetsDir = testFolder();
  writeFileSync(path.join(assetsDir, 'index.html'), 'screen');
  const first = await startWebshell({ host, port: 0, assetsDir, secret });
  const { pathname, search } = new URL(first.url);
  const { cookie: kept } = await get(pathname + search, {}, 'GET', first.port);
  const ask = async () => (await get('/', { cookie: kept }, 'GET', first.port)).status;
  expect(await ask()).toBe(200);
  await first.close();
  const again = await startWebshell({ host, port: first.port, assetsDir, secret });
  expect(await ask()).toBe(200);
  await again.close();
  const other = await startWebshell({ host, port: first.port, assetsDir });
  expect(await ask()).toBe(403);
  await other.close();
});
