import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { fail, ok, type Result } from '#core/base/result.ts';
import { idField, instantField } from '#core/sync/fields.ts';
import { venueEntry } from '#core/venue/entry.ts';
import { handOverCost, handOverPurpose, handOverVersion } from '#core/venue/hand-over.ts';
import { heardLetters } from '#core/venue/pairing.ts';
import { stretchPassphrase, type KdfCost, type RandomBytes } from '#db/vault.ts';

/** What a file of this version may become when it is unpacked: ten thousand guests, and a bomb does no harm. */
const mostBytes = 64 * 1024 * 1024;
const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);

/** The outside of the file: nothing in it says who came. */
const envelope = z.object({
  zhike: z.literal('hand-over'),
  version: z.literal(handOverVersion),
  eventId: idField,
  salt: base64,
  nonce: base64,
  sealed: base64,
});

/** The inside. */
const handOver = z.object({
  desk: z.string().max(60),
  madeAt: instantField,
  entries: z.array(venueEntry),
});
export type HandOver = z.infer<typeof handOver>;

/** `NO_HAND_OVER`: some other file. `NEWER`: of a later version. `DAMAGED`: cut off or changed on the way. */
export type HandOverProblem = 'NO_HAND_OVER' | 'NEWER' | 'DAMAGED' | 'OTHER_EVENT' | 'WRONG_PASSPHRASE';

export interface HandOverKey {
  readonly passphrase: string;
  /** The cost of the version; only tests have another. */
  readonly cost?: KdfCost;
}

/** Writes a hand-over as the text of a file: AES-256-GCM under a key that argon2id makes of the passphrase. */
export async function sealHandOver(
  eventId: string,
  content: HandOver,
  { passphrase, cost = handOverCost, randomBytes }: HandOverKey & { readonly randomBytes: RandomBytes },
): Promise<string> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const key = await stretchPassphrase(heardLetters(passphrase), salt, cost);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(purposeOf(eventId));
  const packed = gzipSync(JSON.stringify(content));
  const sealed = Buffer.concat([cipher.update(packed), cipher.final(), cipher.getAuthTag()]);
  const [saltText, nonceText] = [salt, nonce].map((bytes) => Buffer.from(bytes).toString('base64'));
  const outside = { zhike: 'hand-over', version: handOverVersion, eventId, salt: saltText, nonce: nonceText };
  const file = { ...outside, sealed: sealed.toString('base64') };
  return `${JSON.stringify({ ...file, check: checkOf(file) })}\n`;
}

/** Reads a hand-over of an event; tells what is wrong with the file from what is wrong with the passphrase. */
export async function openHandOver(
  eventId: string,
  text: string,
  { passphrase, cost = handOverCost }: HandOverKey,
): Promise<Result<HandOver, HandOverProblem>> {
  const file = readEnvelope(text);
  if (!file.ok) return file;
  if (file.value.eventId !== eventId) return fail('OTHER_EVENT');
  const [salt, nonce, sealed] = [file.value.salt, file.value.nonce, file.value.sealed].map((part) =>
    Buffer.from(part, 'base64'),
  ) as [Buffer, Buffer, Buffer];
  const key = await stretchPassphrase(heardLetters(passphrase), salt, cost);
  const packed = unseal(sealed, { key, nonce, purpose: purposeOf(eventId) });
  if (!packed) return fail('WRONG_PASSPHRASE');
  const content = handOver.safeParse(unpack(packed));
  const isWhole = content.success && content.data.entries.every(({ data }) => data.eventId === eventId);
  return isWhole ? ok(content.data) : fail('DAMAGED');
}

function readEnvelope(text: string): Result<z.infer<typeof envelope>, HandOverProblem> {
  const found = parse(text);
  if (found === null) return fail(text.includes('"zhike":"hand-over"') ? 'DAMAGED' : 'NO_HAND_OVER');
  const { check, ...file } = found;
  if (file['zhike'] !== 'hand-over') return fail('NO_HAND_OVER');
  if (typeof file['version'] === 'number' && file['version'] > handOverVersion) return fail('NEWER');
  const read = envelope.safeParse(file);
  return read.success && check === checkOf(file) ? ok(read.data) : fail('DAMAGED');
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown> | null)
      : {};
  } catch {
    return null;
  }
}

function unseal(
  sealed: Buffer,
  { key, nonce, purpose }: { readonly key: Uint8Array; readonly nonce: Buffer; readonly purpose: Buffer },
): Buffer | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(purpose);
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  } catch {
    return null;
  }
}

function unpack(packed: Buffer): unknown {
  try {
    return JSON.parse(gunzipSync(packed, { maxOutputLength: mostBytes }).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

function purposeOf(eventId: string): Buffer {
  return Buffer.from(handOverPurpose(eventId));
}

/** Tells a file that was cut off or changed from a wrong passphrase; it protects nothing. */
function checkOf(file: object): string {
  return createHash('sha256').update(JSON.stringify(file)).digest('hex');
}
