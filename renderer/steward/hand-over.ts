import { argon2idAsync } from '@noble/hashes/argon2.js';
import type { NewId } from '#core/base/ids.ts';
import { handOverCost, handOverLetters, handOverPurpose, handOverVersion } from '#core/venue/hand-over.ts';
import { heardLetters, inGroups, spokenLetters } from '#core/venue/pairing.ts';
import { gzip, sha256, toBase64, utf8 } from '#renderer/steward/bytes.ts';
import { entryOf } from '#renderer/steward/exchange.ts';
import type { Kept, KeptFact } from '#renderer/steward/store.ts';

/** A hand-over as a helper's page writes it: a host's desk reads it like another desk's (docs/venue-exchange.md). */
export interface WrittenFile {
  readonly content: string;
  /** Made here and in no file: said to the host. */
  readonly passphrase: string;
  readonly entries: number;
}

/** Returns what leaves this browser by file or link: all own facts of the session's event, else of the event left over. */
export function factsToCarry({ facts, session }: Kept): KeptFact[] {
  const own = facts.filter(({ isOwn }) => isOwn);
  const eventId = session?.eventId ?? own.find(({ handing }) => handing === 'WAITING')?.eventId;
  return own.filter((fact) => fact.eventId === eventId);
}

interface FileParts {
  readonly now: number;
  readonly newId: NewId;
  /** The cost of the version; only tests have another. */
  readonly cost?: KdfCost | undefined;
}

/** What argon2id costs, as its parameters. */
export interface KdfCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Writes facts as an encrypted file; null where there are none. Takes seconds on a telephone: argon2id without native code. */
export async function writeStewardFile(
  facts: readonly KeptFact[],
  { now, newId, cost = handOverCost }: FileParts,
): Promise<WrittenFile | null> {
  const [first] = facts;
  if (!first) return null;
  const { desk, eventId } = first;
  const author = { deviceId: newId(), deskName: desk };
  const passphrase = inGroups(spokenLetters(secretRandom, handOverLetters));
  const inside = { desk, madeAt: now, entries: facts.map((fact) => entryOf(fact, author)) };
  const content = await seal(eventId, JSON.stringify(inside), { passphrase, cost });
  return { content, passphrase, entries: facts.length };
}

async function seal(
  eventId: string,
  inside: string,
  { passphrase, cost }: { readonly passphrase: string; readonly cost: KdfCost },
): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const { memoryKiB: m, passes: t, lanes: p } = cost;
  const raw = await argon2idAsync(heardLetters(passphrase), salt, { m, t, p, dkLen: 32 });
  const key = await crypto.subtle.importKey('raw', Uint8Array.from(raw), 'AES-GCM', false, ['encrypt']);
  const additionalData = utf8(handOverPurpose(eventId));
  const packed = await gzip(utf8(inside));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, packed);
  const file = {
    zhike: 'hand-over',
    version: handOverVersion,
    eventId,
    salt: toBase64(salt),
    nonce: toBase64(nonce),
    sealed: toBase64(new Uint8Array(sealed)),
  };
  return `${JSON.stringify({ ...file, check: await sha256(JSON.stringify(file)) })}\n`;
}

/** In [0, 1), fit for secrets. */
function secretRandom(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}
