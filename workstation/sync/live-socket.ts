import { WebSocket } from 'ws';
import { z } from 'zod';
import { protocolVersion } from '#core/sync/protocol.ts';
import type { LineEvents } from '#workstation/sync/live-line.ts';
import type { Timers } from '#workstation/sync/pace.ts';

/** Where the centre is, and this device's token. */
export interface LineAccess {
  readonly url: string;
  readonly token: string;
  readonly timers: Timers;
}

const news = z.object({ seq: z.int().positive() });
/** The centre pings every half minute; one that says nothing for so long is gone, whatever the system believes. */
const silenceMs = 75_000;
const handshakeMs = 15_000;
const mostBytes = 1024;

/** Opens the centre's WebSocket (docs/protocol.md, "Live"). The result closes it. */
export function openLiveSocket({ url, token, timers }: LineAccess, events: LineEvents): () => void {
  const address = `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/v1/sync/live`;
  const socket = new WebSocket(address, {
    headers: { authorization: `Bearer ${token}`, 'x-zhike-protocol': String(protocolVersion) },
    handshakeTimeout: handshakeMs,
    maxPayload: mostBytes,
    perMessageDeflate: false,
  });
  let watch: unknown = null;
  const heard = (): void => {
    timers.clear(watch);
    watch = timers.set(() => socket.terminate(), silenceMs);
  };
  socket.on('open', () => {
    heard();
    events.onOpen();
  });
  socket.on('ping', heard);
  socket.on('message', (data) => {
    heard();
    const read = news.safeParse(parse(String(data)));
    if (read.success) events.onNews(read.data.seq);
  });
  // What went wrong is of no interest here: `close` follows, and a round finds out more.
  socket.on('error', () => {});
  socket.on('close', () => {
    timers.clear(watch);
    events.onClose();
  });
  return () => socket.terminate();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
