import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { z } from 'zod';
import { fail, ok, type Result } from '#core/base/result.ts';
import { assetOf } from '#core/shells/assets.ts';
import { exchangeInput } from '#core/venue/exchange.ts';
import { pairInput, venuePaths, vouchInput, type PairInput, type VenueRefusal } from '#core/venue/wire.ts';
import type { Credential, HubDoor } from '#workstation/venue/network.ts';
import { deskLinkPage } from '#webshell/pages.ts';
import { credentialOf, readJson, stewardCookie } from '#webshell/venue/request.ts';

/** What goes back: a page's file, JSON, or a refusal with its code. */
export type VenueAnswer =
  | { readonly refusal: VenueRefusal }
  | { readonly json: unknown; readonly cookie?: string }
  | {
      readonly body: Buffer | string;
      readonly type: string;
      readonly isFrozen: boolean;
      readonly isCodeReader: boolean;
    };

export interface Asked {
  readonly door: HubDoor;
  readonly from: string;
  readonly assetsDir: string;
}

/** Answers a request that nothing speaks against: the steward page, or one of the five calls and nothing else. */
export async function answerVenue(request: IncomingMessage, asked: Asked): Promise<VenueAnswer> {
  const pathname = (request.url ?? '').split(/[?#]/)[0] ?? '';
  if (request.method === 'GET') return pageAt(pathname, asked.assetsDir);
  if (request.method !== 'POST') return { refusal: 'BAD_REQUEST' };
  if (pathname === venuePaths.pair) return pair(request, asked);
  const call = calls[pathname];
  if (!call) return { refusal: 'NOT_ALLOWED' };
  const credential = credentialOf(request);
  if (!credential) return { refusal: 'SESSION_ENDED' };
  const body = await readJson(request);
  if (!body.ok) return { refusal: body.error };
  const done = call(asked.door, credential, body.value);
  return done.ok ? { json: done.value } : { refusal: done.error };
}

type Call = (door: HubDoor, credential: Credential, body: unknown) => Result<unknown, VenueRefusal>;

const calls: Readonly<Record<string, Call>> = {
  [venuePaths.exchange]: (door, credential, body) => {
    const input = parsed(exchangeInput, body);
    return input.ok ? door.exchange(credential, input.value) : input;
  },
  [venuePaths.roster]: (door, credential) => door.roster(credential),
  [venuePaths.vouch]: (door, credential, body) => {
    const input = parsed(vouchInput, body);
    return input.ok ? door.vouch(credential, input.value.typed) : input;
  },
  [venuePaths.leave]: (door, credential) => {
    const left = door.leave(credential);
    return left.ok ? ok({}) : left;
  },
};

async function pair(request: IncomingMessage, { door, from }: Asked): Promise<VenueAnswer> {
  const body = await readJson(request);
  if (!body.ok) return { refusal: body.error };
  const input: Result<PairInput, VenueRefusal> = parsed(pairInput, body.value);
  if (!input.ok) return { refusal: input.error };
  const isBrowser = request.headers.origin !== undefined;
  if (isBrowser !== (input.value.kind === 'STEWARD')) return { refusal: 'NOT_ALLOWED' };
  const paired = door.pair(input.value, from);
  if (!paired.ok) return { refusal: paired.error };
  const { answer, token, keepForMs } = paired.value;
  if (!isBrowser) return { json: { ...answer, token } };
  const seconds = Math.max(0, Math.floor(keepForMs / 1000));
  return {
    json: answer,
    cookie: `${stewardCookie}=${token}; HttpOnly; Secure; SameSite=Strict; Path=/; Max-Age=${seconds}`,
  };
}

async function pageAt(pathname: string, assetsDir: string): Promise<VenueAnswer> {
  if (pathname === '/desk')
    return { body: deskLinkPage, type: 'text/html; charset=utf-8', isFrozen: false, isCodeReader: false };
  const asset = assetOf(pathname === '/steward/' ? '/steward/index.html' : pathname);
  if (!asset || !asset.relative.startsWith('steward/')) return { refusal: 'NOT_ALLOWED' };
  const body = await readFile(path.join(assetsDir, asset.relative)).catch(() => null);
  if (!body) return { refusal: 'NOT_ALLOWED' };
  return { body, type: asset.type, isFrozen: asset.isFrozen, isCodeReader: asset.isCodeReader };
}

function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): Result<z.infer<Shape>, VenueRefusal> {
  const read = shape.safeParse(body);
  return read.success ? ok(read.data) : fail('BAD_REQUEST');
}
