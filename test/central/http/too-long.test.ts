import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { centralOfFile } from '#test/support/central-server.ts';

const central = centralOfFile();
const part = Buffer.alloc(1024 * 1024, 'x');
/** Resolves when a connection is gone, however it ended. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()));
const askInfo = 'GET /v1/info HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

async function connected(headers: string): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(Number(new URL(central.url).port), '127.0.0.1');
  let heard = '';
  socket.on('data', (text) => (heard += String(text)));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST /v1/sync/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`,
  );
  return { socket, heard: () => heard };
}

test('[CE25] whoever sends too long a body reads why it was refused, and may go on with the connection', async () => {
  const { socket, heard } = await connected(`Content-Length: ${12 * part.length}`);
  await expect.poll(heard).toMatch(/^HTTP\/1\.1 413 /);
  for (let sent = 0; sent < 12; sent++) socket.write(part);
  socket.write(askInfo);
  await closed(socket);
  expect(heard()).toMatch(/HTTP\/1\.1 200 OK[^]*zhike-central/);
});

test('[CE25] so does a sender who does not say beforehand how long it will be', async () => {
  const { socket, heard } = await connected('Transfer-Encoding: chunked');
  for (let sent = 0; sent < 12; sent++) {
    socket.write(`${part.length.toString(16)}\r\n`);
    socket.write(part);
    socket.write('\r\n');
  }
  socket.write(`0\r\n\r\n${askInfo}`);
  await closed(socket);
  expect(heard()).toMatch(/^HTTP\/1\.1 413 /);
  expect(heard()).toMatch(/HTTP\/1\.1 200 OK[^]*zhike-central/);
});

test('[CE25] a body that is longer than anybody’s mistake is not heard out', async () => {
  const { socket, heard } = await connected(`Content-Length: ${64 * 1024 * 1024}`);
  await closed(socket);
  expect(heard()).toMatch(/^HTTP\/1\.1 413 /);
});

test('[CE25] an endless body is cut off', async () => {
  const { socket } = await connected('Transfer-Encoding: chunked');
  const gone = closed(socket);
  const feed = (): void => {
    while (!socket.destroyed && socket.write(`${part.length.toString(16)}\r\n${String(part)}\r\n`));
  };
  socket.on('drain', feed);
  feed();
  await gone;
  expect(socket.bytesWritten).toBeLessThan(256 * 1024 * 1024);
});
