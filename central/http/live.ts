import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { ORPCError } from '@orpc/server';
import { WebSocketServer } from 'ws';
import { protocolVersion } from '#core/sync/protocol.ts';
import { createPulse } from '#central/http/live-pulse.ts';
import type { LiveDevice, LiveReads } from '#central/http/live-reads.ts';
import { createLiveSockets, sendSeq } from '#central/http/live-sockets.ts';

/** A device as its token proves it, and where its tenant's counter stood then. */
export type LiveAuthor = LiveDevice & { readonly counter: { readonly seq: number } };

export interface LiveOptions {
  readonly reads: LiveReads;
  /** Finds the device of an Authorization header; throws an `ORPCError` where there is none. */
  readonly authenticate: (authorization: string | undefined) => Promise<LiveAuthor>;
  /** Told of failures that are nobody's mistake: the database is away, say. */
  readonly onError: (error: Error & { readonly code?: string }) => void;
  /** Told how many sockets there are, whenever that changes. */
  readonly onCount?: (sockets: number) => void;
  /** How many sockets this process takes; 503 beyond. */
  readonly mostSockets?: number;
  /** Milliseconds between two pokes of one tenant, two looks at the counters, two pings. */
  readonly paceMs?: number;
  readonly listenMs?: number;
  readonly pingMs?: number;
}

/** The sockets on which devices hear that there is something to pull (docs/protocol.md, "Live"). */
export interface Live {
  /** Takes the upgrades of a server to `/v1/sync/live`. */
  readonly attach: (server: Server) => void;
  /** Says that a tenant's counter reached `seq` by a commit of this process. */
  readonly committed: (tenantId: string, seq: number) => void;
  /** Closes the socket of a revoked device. */
  readonly revoked: (tenantId: string, deviceId: string) => void;
  readonly count: () => number;
  /** Takes no more sockets and closes those there are; resolves when all are gone. */
  readonly close: () => Promise<void>;
}

export const livePath = '/v1/sync/live';
const goodbyeMs = 1000;
/** Devices send nothing but pongs. */
const maxPayloadBytes = 1024;

/** Makes the live sockets of one centre. */
export function createLive(options: LiveOptions): Live {
  const { reads, onError, paceMs = 50, listenMs = 2000, pingMs = 30_000 } = options;
  const pulse = createPulse({
    reads,
    paceMs,
    onError,
    onConcern: (tenantId, { managerId, seq }) => sockets.poke(tenantId, managerId, seq),
  });
  const sockets = createLiveSockets({ onTenantGone: pulse.forget, onCount: options.onCount });
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxPayloadBytes,
  });
  const timers = [setInterval(() => void pulse.listen(), listenMs), setInterval(() => void sweep(), pingMs)];
  let isClosing = false;

  /** Another process may have revoked a device: its socket ends with the next ping at the latest. */
  const sweep = async (): Promise<void> => {
    sockets.sweep();
    const revoked = await reads.revoked(sockets.devices()).catch(onError);
    for (const { tenantId, deviceId } of revoked ?? []) sockets.revoke(tenantId, deviceId);
  };

  const admit = async (request: IncomingMessage): Promise<LiveAuthor> => {
    refuseStranger(request);
    if (isClosing || sockets.count() >= (options.mostSockets ?? 10_000)) {
      throw new ORPCError('SERVICE_UNAVAILABLE', { status: 503 });
    }
    return options.authenticate(request.headers.authorization);
  };

  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    stream.on('error', () => stream.destroy());
    try {
      const author = await admit(request);
      if (isClosing) throw new ORPCError('SERVICE_UNAVAILABLE', { status: 503 });
      server.handleUpgrade(request, stream, head, (socket) => {
        sockets.add(author, socket);
        // Whatever was committed while this socket was opened is in its first number.
        sendSeq(socket, pulse.follow(author.tenantId, author.counter.seq));
      });
    } catch (error) {
      refuse(stream, error);
      if (!(error instanceof ORPCError)) onError(error as Error);
    }
  };

  return {
    attach: (http) => http.on('upgrade', (...request) => void upgrade(...request)),
    committed: pulse.committed,
    revoked: sockets.revoke,
    count: sockets.count,
    close: async () => {
      isClosing = true;
      timers.forEach(clearInterval);
      pulse.stop();
      await sockets.closeAll(goodbyeMs);
    },
  };
}

/** A page in a browser may open sockets to anywhere, and always names itself: workstations do not. */
function refuseStranger({ url, headers }: IncomingMessage): void {
  if (url?.split('?')[0] !== livePath) throw new ORPCError('NOT_FOUND', { status: 404 });
  if (headers.origin !== undefined) throw new ORPCError('FORBIDDEN', { status: 403 });
  const protocol = headers['x-zhike-protocol'];
  if (protocol === undefined || Number(protocol) === protocolVersion) return;
  throw new ORPCError('PROTOCOL_MISMATCH', { status: 426, data: { central: protocolVersion } });
}

function refuse(stream: Duplex, error: unknown): void {
  const known = error instanceof ORPCError ? error : new ORPCError('INTERNAL_SERVER_ERROR', { status: 500 });
  const body = JSON.stringify(known.toJSON());
  stream.end(
    [
      `HTTP/1.1 ${known.status} ${known.code}`,
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
