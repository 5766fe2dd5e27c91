import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

/** Where a device stands, or where its first sync stands. Opaque to devices: only the centre reads it. */
export interface Position {
  readonly kind: 'pull' | 'bootstrap';
  readonly epoch: string;
  readonly deviceId: string;
  readonly seq: number;
  /** First sync only: the last row sent, and how many there are. */
  readonly after?: readonly [rank: number, scope: string, id: string];
  readonly total?: number;
}

type Body = [kind: string, seq: number, epoch: string, ...first: [] | [Position['after'], Position['total']]];

/** Bytes of a signature: half of a SHA-256 is more than anybody forges, and a cursor goes with every poll. */
const signatureBytes = 16;

/** Writes a position as a signed text that only this tenant's secret can have made, for one device. */
export function sealPosition(secret: Buffer, position: Position): string {
  const { kind, seq, epoch, after, total, deviceId } = position;
  const written: Body = after ? [kind, seq, epoch, after, total] : [kind, seq, epoch];
  const body = Buffer.from(JSON.stringify(written)).toString('base64url');
  return `${body}.${sign(secret, deviceId, body).toString('base64url')}`;
}

/** Reads a position back; null where it was not made by this tenant, for this device and this purpose. */
export function openPosition(
  secret: Buffer,
  text: string,
  { kind, deviceId }: Pick<Position, 'kind' | 'deviceId'>,
): Position | null {
  const [body = '', signature = ''] = text.split('.');
  const given = Buffer.from(signature, 'base64url');
  const own = sign(secret, deviceId, body);
  if (given.length !== own.length || !timingSafeEqual(given, own)) return null;
  const [made, seq, epoch, after, total] = JSON.parse(Buffer.from(body, 'base64url').toString()) as Body;
  if (made !== kind) return null;
  return { kind, epoch, deviceId, seq, ...(after && { after }), ...(total !== undefined && { total }) };
}

/** Keys by secret: making one takes five times as long as signing with it, and every poll has a cursor read. */
const keys = new Map<string, KeyObject>();
const mostKeys = 10_000;

function keyOf(secret: Buffer): KeyObject {
  const name = secret.toString('latin1');
  const known = keys.get(name);
  if (known) return known;
  if (keys.size >= mostKeys) keys.clear();
  const key = createSecretKey(secret);
  keys.set(name, key);
  return key;
}

function sign(secret: Buffer, deviceId: string, body: string): Buffer {
  return createHmac('sha256', keyOf(secret))
    .update(`${deviceId}\n${body}`)
    .digest()
    .subarray(0, signatureBytes);
}
