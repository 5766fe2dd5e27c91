import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Alters the answer to a call to a path, or returns it as it is. */
export type Lie = (path: string, answer: Record<string, unknown>) => unknown;

/** Starts a centre that is honest except for one lie; returns its URL and how to end it. */
export async function startLyingProxy(
  target: string,
  lie: Lie,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { host: _, connection: __, 'accept-encoding': ___, ...headers } = request.headers;
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      body: parts.length > 0 ? Buffer.concat(parts) : null,
    });
    const body = JSON.parse(await answer.text()) as Record<string, unknown>;
    const path = request.url?.split('?')[0] ?? '';
    const told = answer.ok ? lie(path, body) : body;
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'x-request-id': answer.headers.get('x-request-id') ?? '',
    });
    response.end(JSON.stringify(told));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
