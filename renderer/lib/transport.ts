import type { ClientLink } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';

type Link = ClientLink<Record<never, never>>;

/** How the screen reaches its workstation, and whether it does right now. */
export interface Transport {
  readonly link: Link;
  /** Tells whenever the connection to the workstation comes or goes; returns the unsubscriber. */
  readonly onConnection: (listener: (isConnected: boolean) => void) => () => void;
}

/** Picks the shell's transport once: the desktop's MessagePort where the preload announces one, a WebSocket otherwise. */
export function openTransport(): Transport {
  return 'zhikeDesktop' in globalThis ? overMessagePort() : overWebSocket();
}

function overMessagePort(): Transport {
  const { swap, drop, transport } = swappable();
  addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== 'zhike:port' || !port) return;
    const link = new MessagePortLink({ port });
    swap(link);
    // Its process died: calls wait for the next port, as they wait for the next socket in a browser.
    port.addEventListener('close', () => drop(link));
    port.start();
  });
  postMessage('zhike:port-wanted', location.origin);
  return transport;
}

function overWebSocket(): Transport {
  const { swap, transport } = swappable();
  const connect = (): void => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`);
    socket.addEventListener('open', () => swap(new WebSocketLink({ websocket: socket })));
    socket.addEventListener('close', () => {
      swap(null);
      setTimeout(connect, 1000);
    });
  };
  connect();
  return transport;
}

/** A link whose other end may be replaced; calls made while there is none wait for the next one. */
function swappable(): {
  swap: (link: Link | null) => void;
  /** Takes a link away that is over, unless another one has come already. */
  drop: (link: Link) => void;
  transport: Transport;
} {
  let current: Link | null = null;
  let waiting: ((link: Link) => void)[] = [];
  const listeners = new Set<(isConnected: boolean) => void>();
  const link: Link = {
    async call(path, input, options) {
      const target = current ?? (await new Promise<Link>((resolve) => waiting.push(resolve)));
      return target.call(path, input, options);
    },
  };
  const swap = (next: Link | null): void => {
    current = next;
    for (const listener of listeners) listener(next !== null);
    if (!next) return;
    for (const resolve of waiting) resolve(next);
    waiting = [];
  };
  const drop = (ended: Link): void => {
    if (current === ended) swap(null);
  };
  const onConnection = (listener: (isConnected: boolean) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { swap, drop, transport: { link, onConnection } };
}
