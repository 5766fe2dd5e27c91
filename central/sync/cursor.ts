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

/** Writes a position as a signed text that only this tenant's secret can have made. */
export function sealPosition(secret: Buffer, position: Position): string {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${body}.${sign(secret, body).toString('base64url')}`;
}

/** Reads a position back; null where it was not made by this tenant, for this device and this purpose. */
export function openPosition(
  secret: Buffer,
  text: string,
  expected: Pick<Position, 'kind' | 'deviceId'>,
): Position | null {
  const [body = '', signature = ''] = text.split('.');
  const given = Buffer.from(signature, 'base64url');
  const own = sign(secret, body);
  if (given.length !== own.length || !timingSafeEqual(given, own)) return null;
  const position = JSON.parse(Buffer.from(body, 'base64url').toString()) as Position;
  return position.kind === expected.kind && position.deviceId === expected.deviceId ? position : null;
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

function sign(secret: Buffer, body: string): Buffer {
  return createHmac('sha256', keyOf(secret)).update(body).digest();
}
