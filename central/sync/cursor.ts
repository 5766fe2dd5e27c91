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

/** What a position says, without whose it is. */
type Said = Omit<Position, 'deviceId'>;

/** Bytes of a signature: half of a SHA-256 is more than anybody forges, and a cursor goes with every poll. */
const signatureBytes = 16;

/** Writes a position as a signed text that only this tenant's secret can have made, for one device. */
export function sealPosition(secret: Buffer, { deviceId, ...said }: Position): string {
  const body = write(said);
  return `${body}.${sign(secret, deviceId, body).toString('base64url')}`;
}

/** Reads a position back; null where it was not made by this tenant, for this device and this purpose. */
export function openPosition(
  secret: Buffer,
  text: string,
  { kind, deviceId }: Pick<Position, 'kind' | 'deviceId'>,
): Position | null {
  const end = text.lastIndexOf('.');
  const body = text.slice(0, Math.max(end, 0));
  const given = Buffer.from(text.slice(end + 1), 'base64url');
  const own = sign(secret, deviceId, body);
  if (given.length !== own.length || !timingSafeEqual(given, own)) return null;
  const said = readUnsigned(text);
  return said.kind === kind ? { ...said, deviceId } : null;
}

/** Reads what a text that was sealed says, whoever sealed it: `<kind><number in base 36>.<epoch>[.<first sync>].<signature>`. */
export function readUnsigned(text: string): Said {
  const [mark = '', epoch = '', first, signature] = text.split('.');
  const said = { epoch: unpack(epoch), seq: Number.parseInt(mark.slice(1), 36) };
  if (!mark.startsWith(bootstrapMark)) return { kind: 'pull', ...said };
  if (signature === undefined) return { kind: 'bootstrap', ...said };
  const [after, total] = JSON.parse(Buffer.from(first ?? '', 'base64url').toString()) as First;
  return { kind: 'bootstrap', ...said, after, ...(total === null ? {} : { total }) };
}

const bootstrapMark = 'b';

type First = [after: NonNullable<Position['after']>, total: number | null];

/** Written short: it goes with every poll, there and back. */
function write({ kind, epoch, seq, after, total }: Said): string {
  const mark = kind === 'bootstrap' ? bootstrapMark : 'p';
  const place = `${mark}${seq.toString(36)}.${pack(epoch)}`;
  if (!after) return place;
  return `${place}.${Buffer.from(JSON.stringify([after, total ?? null] satisfies First)).toString('base64url')}`;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Writes a UUID in 22 characters instead of 36, any other name marked as such. */
function pack(id: string): string {
  if (!uuid.test(id)) return `~${Buffer.from(id).toString('base64url')}`;
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function unpack(text: string): string {
  if (text.startsWith('~')) return Buffer.from(text.slice(1), 'base64url').toString();
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
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
