import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { bodyLimitBytes } from '#central/http/limits.ts';

/** How much, and for how long, of a body that was refused is read and dropped before the connection is cut. */
const patience = { bytes: 4 * bodyLimitBytes, ms: 10_000 };

/**
 * Lets senders of bodies that are too long read their 413: whoever is cut off while still sending sees a broken
 * connection, cannot know that halving the batch would help, and sends the same again.
 */
export function hearOutTooLong(app: FastifyInstance): void {
  app.addHook('onSend', async ({ raw, headers }, reply) => {
    if (reply.statusCode !== 413 || Number(headers['content-length'] ?? 0) > patience.bytes) return;
    reply.removeHeader('connection');
    dropRest(raw);
  });
}

function dropRest(request: IncomingMessage): void {
  let left = patience.bytes;
  const cut = setTimeout(() => request.socket.destroy(), patience.ms);
  request.on('data', ({ length }: Buffer) => {
    left -= length;
    if (left < 0) request.socket.destroy();
  });
  request.once('close', () => clearTimeout(cut));
  request.once('end', () => clearTimeout(cut));
  request.resume();
}
