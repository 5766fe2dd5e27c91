import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { createPulse } from '#central/http/live-pulse.ts';
import { createLiveSockets } from '#central/http/live-sockets.ts';

class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: string[] = [];
  pings = 0;
  isTerminated = false;
  send(text: string): void {
    this.sent.push(text);
  }
  ping(): void {
    this.pings += 1;
  }
  terminate(): void {
    this.isTerminated = true;
    this.emit('close');
  }
  close(): void {
    this.emit('close');
  }
}

function addTo(sockets: ReturnType<typeof createLiveSockets>, deviceId: string): FakeSocket {
  const socket = new FakeSocket();
  sockets.add({ tenantId: 't', managerId: 'm', deviceId }, socket as unknown as WebSocket);
  return socket;
}

test('[CE51] a socket that leaves a ping unanswered is dropped at the next, one that answers stays', () => {
  const gone: string[] = [];
  const sockets = createLiveSockets({ onTenantGone: (tenantId) => gone.push(tenantId) });
  const [alive, dead] = [addTo(sockets, 'alive'), addTo(sockets, 'dead')];
  sockets.sweep();
  alive.emit('pong');
  sockets.sweep();
  expect([alive.isTerminated, dead.isTerminated, sockets.count()]).toEqual([false, true, 1]);
  sockets.sweep();
  expect([sockets.count(), gone]).toEqual([0, ['t']]);
});

test('[CE50] a socket far behind is not filled further; it pulls anyway', () => {
  const sockets = createLiveSockets({ onTenantGone: () => undefined });
  const [quick, slow] = [addTo(sockets, 'quick'), addTo(sockets, 'slow')];
  slow.bufferedAmount = 1e6;
  sockets.poke('t', 'm', 7);
  expect([quick.sent, slow.sent]).toEqual([['{"seq":7}'], []]);
});

test('[CE50] numbers whose readers could not be found are asked for again, none is skipped', async () => {
  const asked: [number, number][] = [];
  let told: (() => void) | undefined;
  const isTold = new Promise<void>((resolve) => (told = resolve));
  const reads = {
    concerned: async (_tenantId: string, from: number, to: number) => {
      asked.push([from, to]);
      if (asked.length === 1) throw new Error('The database is away.');
      return [{ managerId: 'm', seq: to }];
    },
    heads: async () => [],
    revoked: async () => [],
  };
  const errors: Error[] = [];
  const pulse = createPulse({
    reads,
    paceMs: 0,
    onError: (error) => errors.push(error),
    onConcern: () => told?.(),
  });
  pulse.follow('t', 10);
  pulse.committed('t', 12);
  pulse.committed('elsewhere', 99);
  await isTold;
  pulse.stop();
  expect([asked, errors.length]).toEqual([
    [
      [10, 12],
      [10, 12],
    ],
    1,
  ]);
});
