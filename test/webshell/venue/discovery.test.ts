import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { afterEach, expect, test } from 'vitest';
import type { FoundHub } from '#workstation/venue/network.ts';
import { announceHub, browseHubs, lanAddresses } from '#webshell/venue/discovery.ts';

/** Other hubs may be about on this machine's network. */
const mark = randomBytes(8).toString('hex');
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

function looking(): () => FoundHub[] {
  const browser = browseHubs();
  ends.push(browser.stop);
  return () => browser.found().filter((hub) => hub.mark === mark || hub.name === 'no mark');
}

test('[EV50] a hub is found by multicast where it can be reached, and is gone when it says goodbye', async () => {
  const withdraw = await announceHub({ name: '前台', port: 4480, mark });
  ends.push(withdraw);
  const found = looking();
  await expect.poll(() => found(), { timeout: 10_000 }).toMatchObject([{ name: '前台', port: 4480, mark }]);
  expect([...lanAddresses(), '127.0.0.1']).toContain(found()[0]?.host);
  await withdraw();
  await expect.poll(() => found(), { timeout: 10_000 }).toEqual([]);
});

test('[EV50] what hostile packets say is dropped, and looking goes on', async () => {
  const found = looking();
  const socket = createSocket('udp4');
  ends.push(() => socket.close());
  const send = (bytes: Buffer): Promise<void> =>
    new Promise((resolve) => socket.send(bytes, 5353, '224.0.0.251', () => resolve()));
  await announceHub({ name: 'no mark', port: 4481, mark: 'not a mark' }).then((end) => ends.push(end));
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(12, 0xff), Buffer.from('8400ffff00000000', 'hex')])
    await send(bytes);
  await announceHub({ name: '前台', port: 4480, mark }).then((end) => ends.push(end));
  await expect.poll(() => found(), { timeout: 10_000 }).toHaveLength(1);
});
