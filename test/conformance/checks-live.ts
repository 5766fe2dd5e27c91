import { once } from 'node:events';
import { WebSocket } from 'ws';
import { claim, same } from '#test/conformance/claim.ts';
import type { Device } from '#test/conformance/device.ts';
import { client, create } from '#test/conformance/made.ts';
import { protocol } from '#test/conformance/wire.ts';
import type { Check, World } from '#test/conformance/world.ts';

const patienceMs = 10_000;

/** The socket of one device: the numbers it heard so far. */
class Listener {
  readonly heard: number[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  private readonly checks = new Set<() => void>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = once(socket, 'close').then(([code]) => code as number);
    socket.on('message', (text) => {
      this.heard.push((JSON.parse(String(text)) as { seq: number }).seq);
      this.checks.forEach((check) => check());
    });
  }

  /** Resolves when a number of at least `seq` was heard; a centre that stays silent breaks the check. */
  hears(seq: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`nothing heard of ${seq}`)), patienceMs);
      const check = (): void => {
        if (!this.heard.some((number) => number >= seq)) return;
        clearTimeout(late);
        this.checks.delete(check);
        resolve();
      };
      this.checks.add(check);
      check();
    });
  }
}

function dial(world: World, headers: Record<string, string>): WebSocket {
  const url = `${world.url.replace(/^http/, 'ws')}/v1/sync/live`;
  return new WebSocket(url, { headers: { 'x-zhike-protocol': String(protocol), ...headers } });
}

async function listen(world: World, device: Device): Promise<Listener> {
  const listener = new Listener(dial(world, { authorization: `Bearer ${device.identity.deviceToken}` }));
  await once(listener.socket, 'open');
  await listener.hears(0);
  return listener;
}

async function refusalOf(world: World, headers: Record<string, string>): Promise<number> {
  const socket = dial(world, headers);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  socket.terminate();
  return response.statusCode;
}

/** The socket on which a device hears that there is something to pull. */
export const liveChecks: readonly Check[] = [
  {
    name: 'a listening device hears where the branch stands and of what concerns it, nobody else does',
    run: async (world) => {
      const [mine, other] = await world.pair();
      const [a, b] = [await listen(world, mine), await listen(world, other)];
      const heardBefore = b.heard.length;
      const row = await mine.done(create('client', client()));
      await a.hears(row.seq);
      same(b.heard.length, heardBefore, 'nothing for the other');
      const { seq } = await world.assign(other, row.id);
      await b.hears(seq);
      a.socket.terminate();
      b.socket.terminate();
    },
  },
  {
    name: 'whoever may not listen is refused before the socket opens',
    run: async (world) => {
      const desk = await world.desk();
      const authorization = `Bearer ${desk.identity.deviceToken}`;
      same(await refusalOf(world, {}), 401, 'no token');
      same(
        await refusalOf(world, { authorization, origin: 'https://example.com' }),
        403,
        'a page in a browser',
      );
      same(await refusalOf(world, { authorization, 'x-zhike-protocol': '1' }), 426, 'another protocol');
      await world.revoke(desk);
      same(await refusalOf(world, { authorization }), 403, 'a revoked device');
    },
  },
  {
    name: 'revoking a device closes its socket',
    run: async (world) => {
      const desk = await world.desk();
      const { closed } = await listen(world, desk);
      await world.revoke(desk);
      claim((await closed) === 4003, 'closed as revoked');
    },
  },
];
