import { z } from 'zod';
import type { Voucher } from '#core/venue/exchange.ts';
import { visitorKinds } from '#core/venue/pairing.ts';
import { idField } from '#core/sync/fields.ts';

/**
 * What a hub answers on the venue's LAN. At `/steward/` it serves the folder `steward/` of the built screen (`index.html`,
 * all addresses in it relative and below it); the link in the QR code carries the secret behind `#`. Every call is a POST of JSON over HTTPS; a desk names its session by
 * `authorization: Bearer <token>`, a browser by its cookie. A refusal is `{code}` with a status of 400 or more.
 */
export const venuePaths = {
  /** `pairInput` → `pairAnswer`; a browser's session comes as a cookie. */
  pair: '/venue/pair',
  /** `exchangeInput` → `exchangeAnswer` (core/venue/exchange.ts). */
  exchange: '/venue/exchange',
  /** `{}` → the masked roster; for stewards only. */
  roster: '/venue/roster',
  /** `vouchInput` → `VouchAnswer`: whose a code is that the roster does not have; for stewards only. */
  vouch: '/venue/vouch',
  /** `{}` → `{}`: the visitor ends its own session. */
  leave: '/venue/leave',
} as const;

/** The largest body of a call, in bytes: two hundred entries and room. */
export const maxVenueBodyBytes = 512 * 1024;

export const pairInput = z.object({
  kind: z.enum(visitorKinds),
  secret: z.string().min(1).max(40),
  /** What the host sees: the desk's or the helper's name. */
  name: z.string().trim().min(1).max(60),
  /** The workstation's device at the centre; a browser has none. */
  deviceId: idField.nullable().default(null),
});
export type PairInput = z.infer<typeof pairInput>;

export const pairAnswer = z.object({
  hubId: z.string(),
  eventId: z.string(),
  /** The desk that is the hub. */
  hubName: z.string(),
  sessionId: z.string(),
  /** A desk's proof from now on; a browser's is in its cookie. */
  token: z.string().nullable(),
});
export type PairAnswer = z.infer<typeof pairAnswer>;

export const vouchInput = z.object({
  /** What the scanner typed or the camera saw. */
  typed: z.string().min(1).max(300),
});

export interface VouchAnswer {
  readonly of: Voucher;
}

/** Why a hub refuses. */
export const venueRefusals = [
  /** The pairing secret is wrong or too old. */
  'SECRET_WRONG',
  /** The pairing secret was used before: each lets one visitor in. */
  'SECRET_USED',
  /** Too many tries to pair: wait a minute, or ask the host for a new code. */
  'PAIRING_PAUSED',
  /** The host ended the session, or the event is over. */
  'SESSION_ENDED',
  /** Too many calls in too short a time. */
  'TOO_MANY',
  /** A session of this kind may not do that. */
  'NOT_ALLOWED',
  'BAD_REQUEST',
  'TOO_LARGE',
  'FOREIGN_HOST',
  'FOREIGN_ORIGIN',
  'HUB_FAILED',
] as const;
export type VenueRefusal = (typeof venueRefusals)[number];
