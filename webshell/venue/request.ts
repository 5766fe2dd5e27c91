import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { fail, ok, type Result } from '#core/base/result.ts';
import { maxVenueBodyBytes, type VenueRefusal } from '#core/venue/wire.ts';
import type { Credential } from '#workstation/venue/network.ts';

/** The cookie of a steward's session; `__Host-` lets no other page of the machine set it. */
export const stewardCookie = '__Host-zhike-steward';

/**
 * Why a request is refused before it is looked at, or null. A hub is called by its address only: a name could have been
 * pointed here by a foreign page (DNS rebinding). Browsers name the page's origin with every POST.
 */
export function objectionTo({ headers }: IncomingMessage, port: number): VenueRefusal | null {
  const host = headers.host ?? '';
  const match = /^(\[[\da-f:.]+\]|[\d.]+):(\d+)$/i.exec(host);
  if (!match || isIP((match[1] ?? '').replaceAll(/[[\]]/g, '')) === 0 || Number(match[2]) !== port)
    return 'FOREIGN_HOST';
  if (headers.origin !== undefined && headers.origin !== `https://${host}`) return 'FOREIGN_ORIGIN';
  const site = headers['sec-fetch-site'];
  const isFromHere = site === undefined || site === 'same-origin' || site === 'none';
  if (!isFromHere && headers['sec-fetch-mode'] !== 'navigate') return 'FOREIGN_ORIGIN';
  return null;
}

/** Returns what a request proves its session with; a cookie counts only where the browser names this page as origin. */
export function credentialOf({ headers }: IncomingMessage): Credential | null {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(headers.authorization ?? '')?.[1];
  if (bearer) return { kind: 'DESK', token: bearer };
  const cookies = (headers.cookie ?? '').split(';').map((part) => part.trim().split('='));
  const token = cookies.find(([name]) => name === stewardCookie)?.[1];
  return token && headers.origin !== undefined ? { kind: 'STEWARD', token } : null;
}

/** Reads a JSON body; a page of another origin cannot send this content type without asking, and is never allowed to. */
export async function readJson(request: IncomingMessage): Promise<Result<unknown, VenueRefusal>> {
  if (request.headers['content-type'] !== 'application/json') return fail('BAD_REQUEST');
  if (Number(request.headers['content-length'] ?? 0) > maxVenueBodyBytes) return fail('TOO_LARGE');
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > maxVenueBodyBytes) return fail('TOO_LARGE');
    pieces.push(piece);
  }
  try {
    return ok(JSON.parse(Buffer.concat(pieces).toString('utf8')));
  } catch {
    return fail('BAD_REQUEST');
  }
}
