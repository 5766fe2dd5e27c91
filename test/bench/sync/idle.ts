import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import type { BenchCentre } from '#test/bench/sync/centre.ts';
import type { BenchDevice } from '#test/bench/sync/device.ts';

const line = lineOf('sync');
const pollTargetBytes = 700;
const dayTargetBytes = 150 * 1024;
/** With a live socket an idle device asks every fifteen minutes; the socket is pinged twice a minute. */
const pollsOfDay = 24 * 4;
const pingsOfDay = 24 * 60 * 2;
/** A ping and its pong: two bytes of frame each way, four more of mask from the client (RFC 6455, 5.2). */
const pingBytes = 2 + 6;
const rounds = 20;

/** The bytes of a day on which nothing happens, counted on the wire below HTTP, both ways, without TLS. */
export async function idleLines(centre: BenchCentre, device: BenchDevice): Promise<BenchLine[]> {
  const counter = await countingRelay(new URL(centre.url));
  const sync = device.start((request, init) => fetch(through(counter.port, request), init));
  await sync.syncNow();
  await sync.prove();
  const before = counter.bytes();
  for (let round = 0; round < rounds; round += 1) await sync.syncNow();
  const pollBytes = (counter.bytes() - before) / rounds;
  const beforeProof = counter.bytes();
  await sync.prove();
  const proofBytes = counter.bytes() - beforeProof;
  await sync.stop();
  await counter.close();
  const dayBytes = pollsOfDay * pollBytes + proofBytes + pingsOfDay * pingBytes;
  return [
    line('idle poll', pollBytes, { unit: 'bytes', against: 'target', peer: pollTargetBytes }),
    line('proof with its digest', proofBytes, { unit: 'bytes', against: 'target', peer: 6 * 1024 }),
    line('idle day: polls, pings, one proof', dayBytes, {
      unit: 'bytes',
      against: 'target',
      peer: dayTargetBytes,
    }),
  ];
}

function through(port: number, request: Parameters<typeof fetch>[0]): Parameters<typeof fetch>[0] {
  const url = new URL(request instanceof Request ? request.url : String(request));
  url.port = String(port);
  return request instanceof Request ? new Request(url, request) : url;
}

async function countingRelay({ hostname, port }: URL) {
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
  };
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('data', count);
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    bytes: () => bytes,
    close: async () => {
      server.close();
    },
  };
}
