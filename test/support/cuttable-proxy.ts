import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP relay in front of a server whose network can be cut and mended. */
export interface CuttableProxy {
  readonly port: number;
  readonly url: string;
  /** Breaks every open connection and refuses new ones. */
  readonly cut: () => void;
  readonly mend: () => void;
  /** Cuts by itself once this many further bytes have come back from the server. */
  readonly cutAfter: (bytes: number) => void;
  readonly close: () => Promise<void>;
}

/** Starts a relay on 127.0.0.1 to a local port. */
export async function startProxy(targetPort: number, port = 0): Promise<CuttableProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let budget = Number.POSITIVE_INFINITY;

  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    if (isCut) return client.destroy();
    const upstream = connect(targetPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      if (chunk.length >= budget) {
        client.write(chunk.subarray(0, budget), cut);
        budget = Number.POSITIVE_INFINITY;
        return;
      }
      budget -= chunk.length;
      if (!client.write(chunk)) upstream.pause();
    });
    client.on('drain', () => upstream.resume());
    upstream.on('end', () => client.end());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    cut,
    mend: () => {
      isCut = false;
      budget = Number.POSITIVE_INFINITY;
    },
    cutAfter: (bytes) => {
      budget = bytes;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
