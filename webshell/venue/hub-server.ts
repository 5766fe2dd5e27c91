import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pagePolicy, readerPolicy } from '#core/shells/page-policy.ts';
import { createRate } from '#core/venue/rate.ts';
import type { VenueRefusal } from '#core/venue/wire.ts';
import type { HubDoor, HubServer, ServeOptions } from '#workstation/venue/network.ts';
import { answerVenue, type VenueAnswer } from '#webshell/venue/answer.ts';
import { objectionTo } from '#webshell/venue/request.ts';

export interface HubServerOptions extends Omit<ServeOptions, 'name'> {
  /** The folder of the built screen; the steward page lies below it. */
  readonly assetsDir: string;
  /** Where to listen; every address of the machine unless told otherwise. */
  readonly host?: string;
}

/** What one address may do before anybody asks who it is. A whole venue behind one access point still fits. */
const requestsOfOne = { burst: 200, perSecond: 40 };
const connectionsOfOne = 32;
const connectionsOfAll = 256;

/** Serves a hub over TLS 1.3 on the first port that is free. Rejects with the system's error where none is. */
export async function startHubServer({
  identity,
  ports,
  door,
  assetsDir,
  host = '0.0.0.0',
}: HubServerOptions): Promise<HubServer> {
  const { key, certificate } = identity;
  const server = createServer({
    key,
    cert: certificate,
    minVersion: 'TLSv1.3',
    handshakeTimeout: 8_000,
    headersTimeout: 5_000,
    requestTimeout: 15_000,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 8 * 1024,
  });
  server.maxConnections = connectionsOfAll;
  await listenOnFirst(server, ports, host);
  const { port } = server.address() as AddressInfo;
  holdConnections(server, door);
  serveRequests(server, { door, assetsDir, port });
  return {
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Turns a flood away at the door, before it costs a handshake. */
function holdConnections(server: Server, door: HubDoor): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const from = addressOf(socket);
    const count = (open.get(from) ?? 0) + 1;
    if (count > connectionsOfOne) {
      door.refused(from, 'FLOOD');
      return socket.destroy();
    }
    open.set(from, count);
    socket.once('close', () => {
      const left = (open.get(from) ?? 1) - 1;
      if (left > 0) open.set(from, left);
      else open.delete(from);
    });
  });
  server.on('drop', (dropped) => door.refused(plainAddress(dropped?.remoteAddress ?? ''), 'FLOOD'));
  server.on('tlsClientError', (error: Error & { code?: string }, socket) => {
    if (error.code === 'ERR_SSL_UNSUPPORTED_PROTOCOL') door.refused(addressOf(socket), 'OLD_TLS');
    socket.destroy();
  });
}

interface Serving {
  readonly door: HubDoor;
  readonly assetsDir: string;
  readonly port: number;
}

function serveRequests(server: Server, { door, assetsDir, port }: Serving): void {
  const mayAsk = createRate(requestsOfOne, () => performance.now());
  const answer = async (request: IncomingMessage, from: string): Promise<VenueAnswer> => {
    const objection = mayAsk(from) ? objectionTo(request, port) : 'TOO_MANY';
    if (objection) return { refusal: objection };
    return answerVenue(request, { door, from, assetsDir });
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const from = addressOf(request.socket);
    answer(request, from)
      .catch((): VenueAnswer => ({ refusal: 'HUB_FAILED' }))
      .then((given) => {
        if ('refusal' in given) door.refused(from, given.refusal);
        write(response, given);
        // A body nobody wants is not read to its end.
        if (!request.complete) request.destroy();
      })
      .catch(() => response.destroy());
  });
}

const statusOf: Partial<Record<VenueRefusal, number>> = {
  SESSION_ENDED: 401,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  PAIRING_PAUSED: 429,
  BAD_REQUEST: 400,
  HUB_FAILED: 500,
};

function write(response: ServerResponse, answer: VenueAnswer): void {
  if ('refusal' in answer) {
    response.writeHead(statusOf[answer.refusal] ?? 403, { ...headers, ...json, connection: 'close' });
    response.end(JSON.stringify({ code: answer.refusal }));
  } else if ('json' in answer) {
    const cookie = answer.cookie ? { 'set-cookie': answer.cookie } : {};
    response.writeHead(200, { ...headers, ...json, ...cookie });
    response.end(JSON.stringify(answer.json));
  } else {
    const cached = answer.isFrozen ? { 'cache-control': 'private, max-age=31536000, immutable' } : {};
    const policy = answer.isCodeReader ? readerPolicy : {};
    response.writeHead(200, { ...headers, 'content-type': answer.type, ...cached, ...policy });
    response.end(answer.body);
  }
}

const json = { 'content-type': 'application/json; charset=utf-8' };
/** The steward page is held to itself: it talks to this hub and to nobody else. */
const headers = {
  ...pagePolicy([], null),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

function addressOf(socket: { readonly remoteAddress?: string | undefined }): string {
  return plainAddress(socket.remoteAddress ?? '');
}

/** IPv4 seen through an IPv6 socket is written as IPv4. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}

async function listenOnFirst(server: Server, ports: readonly number[], host: string): Promise<void> {
  let problem: unknown;
  for (const port of ports) {
    try {
      return await listen(server, port, host);
    } catch (error) {
      problem = error;
    }
  }
  throw problem;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(error);
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}
