import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Decides who may talk to this workstation: the browser that opened a one-time link, and nobody else. */
export interface Doorman {
  /** Makes a fresh one-time link; it ends when used or after ten others were made. */
  readonly link: () => string;
  /** Spends a link's token; answers the session cookie to set, or null where the token is no good. */
  readonly admit: (token: string) => string | null;
  /** Why a request is turned away before it is looked at, or null where it is fine. */
  readonly objection: (request: IncomingMessage) => 'FOREIGN_HOST' | 'FOREIGN_ORIGIN' | 'CROSS_SITE' | null;
  readonly isKnown: (request: IncomingMessage) => boolean;
}

const keptLinks = 10;

/**
 * Makes the doorman of a server on one loopback port. Cookies are signed with the secret: a server started again
 * with the same secret still knows its browser, one with another knows nobody.
 */
export function createDoorman(port: number, secret: Uint8Array): Doorman {
  // Cookies do not tell ports apart, so the name does: two workstations on one machine stay two.
  const cookieName = `zhike-${port}`;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const tokens: string[] = [];
  const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    link: () => {
      const token = randomBytes(24).toString('base64url');
      tokens.push(sign(token));
      if (tokens.length > keptLinks) tokens.shift();
      return `http://127.0.0.1:${port}/open?token=${token}`;
    },
    admit: (token) => {
      const index = tokens.findIndex((known) => isSame(known, sign(token)));
      if (index < 0) return null;
      tokens.splice(index, 1);
      const nonce = randomBytes(24).toString('base64url');
      return `${cookieName}=${nonce}.${sign(`${cookieName} ${nonce}`)}; HttpOnly; SameSite=Strict; Path=/`;
    },
    objection: ({ headers }) => {
      if (!hosts.has(headers.host ?? '')) return 'FOREIGN_HOST';
      if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`)
        return 'FOREIGN_ORIGIN';
      return isCrossSite(headers) ? 'CROSS_SITE' : null;
    },
    isKnown: ({ headers }) => {
      const [nonce = '', signature = ''] = (cookieOf(headers.cookie ?? '', cookieName) ?? '').split('.');
      return isSame(signature, sign(`${cookieName} ${nonce}`));
    },
  };
}

/** A foreign page may lead here by a link (a navigation), but may not load, frame or call anything. */
function isCrossSite(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}

function cookieOf(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value) return value;
  }
  return null;
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
