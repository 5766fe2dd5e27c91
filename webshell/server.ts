import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { assetOf } from '#core/shells/assets.ts';
import { pagePolicy, readerPolicy } from '#core/shells/page-policy.ts';
import type { Host } from '#workstation/host.ts';
import { router } from '#workstation/router.ts';
import { rpcOptions, type BugLog } from '#workstation/rpc.ts';
import { createDoorman, type Doorman } from '#webshell/doorman.ts';
import { refusalPage, strangerPage, welcomePage } from '#webshell/pages.ts';

export interface WebshellOptions {
  readonly host: Host;
  /** 0 picks a free one. */
  readonly port: number;
  /** The folder of the built screen. */
  readonly assetsDir: string;
  /** Signs the cookie; pass the same one again to keep the browser over a restart. Random otherwise. */
  readonly secret?: Uint8Array;
  readonly log?: BugLog;
  /** Called when a browser without permission asks for the page, at most once in ten seconds: print a new link. */
  readonly onLinkWanted?: () => void;
}

/** A workstation served to a browser on this machine. */
export interface Webshell {
  /** A one-time link that opens it. */
  readonly url: string;
  readonly port: number;
  /** Makes a further one-time link. */
  readonly newLink: () => string;
  readonly close: () => Promise<void>;
}

/** The largest message a screen may send, in bytes: a step of an import, a photographed signature. */
export const maxMessageBytes = 8 * 1024 * 1024;

const linkPauseMs = 10_000;

/** Serves the screen and its RPC on 127.0.0.1 only. Rejects with the system's error where the port is taken (EADDRINUSE). */
export async function startWebshell(options: WebshellOptions): Promise<Webshell> {
  const server = createServer();
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const doorman = createDoorman(port, options.secret ?? randomBytes(32));
  const sockets = serveRpc(server, doorman, options);
  servePages(server, doorman, { ...options, assetsDir: path.resolve(options.assetsDir) });
  return {
    url: doorman.link(),
    port,
    newLink: doorman.link,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function servePages(
  server: Server,
  doorman: Doorman,
  { host, assetsDir, onLinkWanted }: WebshellOptions,
): void {
  const { port } = server.address() as AddressInfo;
  let lastWantedAt = -linkPauseMs;
  const wantLink = (): void => {
    if (performance.now() - lastWantedAt < linkPauseMs) return;
    lastWantedAt = performance.now();
    onLinkWanted?.();
  };
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    if (doorman.objection(request)) return refusal;
    if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, body: '', type: plain };
    const { pathname, searchParams } = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    if (pathname === '/open') {
      const cookie = doorman.admit(searchParams.get('token') ?? '');
      if (cookie) return { status: 200, body: welcomePage, type: html, extra: { 'set-cookie': cookie } };
    }
    if (!doorman.isKnown(request)) {
      if (pathname === '/' || pathname === '/open') wantLink();
      return { status: 403, body: strangerPage, type: html };
    }
    if (pathname === '/open') return { status: 200, body: welcomePage, type: html };
    const asset = assetOf(pathname);
    const body = asset && (await readFile(path.join(assetsDir, asset.relative)).catch(() => null));
    if (!asset || !body) return { status: 404, body: 'Not found\n', type: plain };
    const extra = { ...(asset.isFrozen ? frozen : {}), ...(asset.isCodeReader ? readerPolicy : {}) };
    return { status: 200, body, type: asset.type, extra };
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request)
      .catch((): Answer => ({ status: 400, body: 'Bad request\n', type: plain }))
      .then(({ status, body, type, extra }) => {
        const headers = pageHeaders(port, host.phoneServer());
        response.writeHead(status, { ...headers, 'content-type': type, ...extra });
        response.end(request.method === 'HEAD' ? undefined : body);
      })
      .catch(() => response.destroy());
  });
}

interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly type: string;
  readonly extra?: Readonly<Record<string, string>>;
}

const html = 'text/html; charset=utf-8';
const plain = 'text/plain; charset=utf-8';
const frozen = { 'cache-control': 'private, max-age=31536000, immutable' };
const refusal: Answer = { status: 403, body: refusalPage, type: html };

function serveRpc(
  server: Server,
  doorman: Doorman,
  { host, log = () => {} }: WebshellOptions,
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const handler = new RPCHandler(router, rpcOptions(log));
  sockets.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    void handler.upgrade(socket, { context: { host } });
  });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    // Unlike a page, a socket is not held back by the browser's same-origin rule: it must name its origin.
    const isOurs =
      request.url === '/rpc' &&
      request.headers.origin !== undefined &&
      doorman.objection(request) === null &&
      doorman.isKnown(request);
    if (!isOurs)
      return stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request));
  });
  return sockets;
}

function pageHeaders(port: number, phoneServer: string | null): Readonly<Record<string, string>> {
  return {
    ...pagePolicy([`ws://127.0.0.1:${port}`, `ws://localhost:${port}`], phoneServer),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
