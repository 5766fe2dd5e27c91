import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
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

/** Makes the doorman of a server on one loopback port. */
export function createDoorman(port: number): Doorman {
  // Cookies do not tell ports apart, so the name does: two workstations on one machine stay two.
  const cookieName = `zhike-${port}`;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const tokens: string[] = [];
  const sessions = new Set<string>();
  return {
    link: () => {
      const token = randomBytes(24).toString('base64url');
      tokens.push(hash(token));
      if (tokens.length > keptLinks) tokens.shift();
      return `http://127.0.0.1:${port}/open?token=${token}`;
    },
    admit: (token) => {
      const index = tokens.findIndex((known) => isSame(known, hash(token)));
      if (index < 0) return null;
      tokens.splice(index, 1);
      const session = randomBytes(32).toString('base64url');
      sessions.add(hash(session));
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    objection: ({ headers }) => {
      if (!hosts.has(headers.host ?? '')) return 'FOREIGN_HOST';
      if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`)
        return 'FOREIGN_ORIGIN';
      return isCrossSite(headers) ? 'CROSS_SITE' : null;
    },
    isKnown: ({ headers }) => {
      const session = cookieOf(headers.cookie ?? '', cookieName);
      return session !== null && [...sessions].some((known) => isSame(known, hash(session)));
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

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function isSame(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
