import { get } from 'node:http';
import { expect, test } from 'vitest';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { chooseCoding } from '#central/http/compression.ts';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import { createClient } from '#test/support/wire.ts';

const central = centralOfFile();

interface Answer {
  readonly coding: string | undefined;
  readonly body: Buffer;
}

/** Asks without a client that decodes by itself. */
function ask({ token }: TestDevice, path: string, accepted: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': accepted };
  return new Promise((resolve, reject) => {
    get(`${central.url}${path}`, { headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ coding: answer.headers['content-encoding'], body: Buffer.concat(parts) }),
      );
    }).on('error', reject);
  });
}

test('[CE56] pages of rows travel compressed to those who accept it, short answers as they are', async () => {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  for (let index = 0; index < 20; index++) await createClient(device);
  const plain = await ask(device, '/v1/sync/bootstrap', 'identity');
  const zstd = await ask(device, '/v1/sync/bootstrap', 'br, zstd, gzip');
  const gzip = await ask(device, '/v1/sync/bootstrap', 'gzip');
  expect([plain.coding, zstd.coding, gzip.coding]).toEqual([undefined, 'zstd', 'gzip']);
  const rowsOf = (body: Buffer): unknown => (JSON.parse(body.toString()) as { rows: unknown[] }).rows;
  expect(rowsOf(zstdDecompressSync(zstd.body))).toEqual(rowsOf(plain.body));
  expect(rowsOf(gunzipSync(gzip.body))).toEqual(rowsOf(plain.body));
  expect(zstd.body.length).toBeLessThan(plain.body.length / 2);
  expect((await ask(device, '/v1/info', 'zstd, gzip')).coding).toBeUndefined();
  const { cursor } = await device.api.bootstrap({});
  const idle = await ask(device, `/v1/sync/pull?cursor=${cursor}`, 'zstd, gzip');
  expect(idle.coding).toBeUndefined();
});

test('[CE56] a coding that is refused or unknown is not used', () => {
  expect(chooseCoding(undefined)).toBeNull();
  expect(chooseCoding('br')).toBeNull();
  expect(chooseCoding('zstd;q=0, gzip;q=0')).toBeNull();
  expect(chooseCoding('zstd; q=0, GZIP;q=0.5')).toBe('gzip');
  expect(chooseCoding('gzip, zstd')).toBe('zstd');
});
