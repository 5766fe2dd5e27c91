import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { bookWith, contentOf } from '#core/risk/read-rules.ts';
import type { RuleBook } from '#core/risk/rule-book.ts';
import { signedText } from '#core/risk/rule-version.ts';
import type { ReadableDb } from '#db/handles.ts';
import { ruleVersions, ruleVersionsStamp, type StoredRuleVersion } from '#db/queries/rule-versions.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readEnrolment } from '#workstation/session/enrolment.ts';

/**
 * Why a published version does not count here. Nobody but the institution may stop or change sales: what it did not
 * sign is passed over. What it signed and this program cannot read is in force all the same, and stops what it is about.
 */
export type Refused = 'NO_KEY' | 'BAD_SIGNATURE' | 'UNREADABLE';

/** A published version and what became of it on this device. */
export interface TakenVersion extends StoredRuleVersion {
  readonly refused: Refused | null;
}

interface Taken {
  readonly stamp: string;
  readonly book: RuleBook;
  readonly versions: readonly TakenVersion[];
}

/** What comes before the 32 bytes of an Ed25519 public key in its certificate form (RFC 8410). */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');
/** A book takes a few milliseconds to verify and read: once for each change of what was published. */
const taken = new WeakMap<ReadableDb, Taken>();

/** Returns the rules this device judges by: what ships, and every published version that the pinned key has signed. */
export function ruleBookOf(db: ReadableDb): RuleBook {
  return takenOf(db).book;
}

/** Returns every published version with what became of it here. */
export function takenVersions(db: ReadableDb): readonly TakenVersion[] {
  return takenOf(db).versions;
}

function takenOf(db: ReadableDb): Taken {
  const stamp = `${ruleVersionsStamp(db)}/${JSON.stringify(readSyncState(db, 'enrolment'))}`;
  const known = taken.get(db);
  if (known?.stamp === stamp) return known;
  const enrolment = readEnrolment(db);
  const versions = ruleVersions(db).map((version) => ({
    ...version,
    refused: refusalOf(version, enrolment),
  }));
  const isSigned = ({ refused }: TakenVersion): boolean => refused === null || refused === 'UNREADABLE';
  const made = { stamp, versions, book: bookWith(versions.filter(isSigned)) };
  taken.set(db, made);
  return made;
}

function refusalOf(version: StoredRuleVersion, enrolment: ReturnType<typeof readEnrolment>): Refused | null {
  const key = publicKey(enrolment?.ruleKey ?? null);
  if (!enrolment || !key) return 'NO_KEY';
  const text = Buffer.from(signedText(enrolment.tenantId, version));
  if (!verify(null, text, key, Buffer.from(version.signature, 'base64url'))) return 'BAD_SIGNATURE';
  return contentOf(version) === null ? 'UNREADABLE' : null;
}

function publicKey(pinned: string | null): KeyObject | null {
  const bytes = Buffer.from(pinned ?? '', 'base64url');
  if (bytes.length !== 32) return null;
  return createPublicKey({ key: Buffer.concat([spkiHead, bytes]), format: 'der', type: 'spki' });
}
