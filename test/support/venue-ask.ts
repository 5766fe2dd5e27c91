import { Agent, request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';

/** What a hub answered. */
export interface Got {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

interface Asked {
  readonly path: string;
  readonly headers: Record<string, string>;
  /** A POST with it, a GET without. */
  readonly body?: string | undefined;
}

const agent = new Agent({ rejectUnauthorized: false });

/** Asks a hub on loopback exactly as told, as a browser or a hostile device may. */
export function askAt(port: number, { path, headers, body }: Asked): Promise<Got> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        text += piece;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Closes the connections that were kept open. */
export function closeAsking(): void {
  agent.destroy();
}
