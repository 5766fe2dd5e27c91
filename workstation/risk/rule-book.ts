import type { Instant } from '#core/base/time.ts';
import { bookWith, contentOf } from '#core/risk/read-rules.ts';
import type { RuleBook } from '#core/risk/rule-book.ts';
import {
  shelfAt,
  type DatedShelf,
  type ShelfVersion,
  type ShelvedProduct,
} from '#core/risk/shelf-version.ts';
import type { ReadableDb, WritableDb } from '#db/handles.ts';
import { ruleVersions, ruleVersionsStamp, type StoredRuleVersion } from '#db/queries/rule-versions.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { trustOf } from '#workstation/risk/trusted-keys.ts';
import { pinRuleKey, readEnrolment } from '#workstation/session/enrolment.ts';

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
  readonly shelves: readonly DatedShelf[];
  /** The key the institution signs with now; null where this device knows none. */
  readonly key: string | null;
  /** The shelf as it was last asked for, and how many versions had begun. */
  shelf: { readonly begun: number; readonly products: readonly ShelvedProduct[] } | null;
}

/** A book takes a few milliseconds to verify and read: once for each change of what was published. */
const taken = new WeakMap<ReadableDb, Taken>();

/** Returns the rules this device judges by: what ships, and every published version the institution has signed. */
export function ruleBookOf(db: ReadableDb): RuleBook {
  return takenOf(db).book;
}

/** Returns every published version with what became of it here. */
export function takenVersions(db: ReadableDb): readonly TakenVersion[] {
  return takenOf(db).versions;
}

/**
 * Returns the products of the shelf in force at an instant, by code, whatever their status. A product that no signed
 * version names is not on it; where a version in force cannot be read, none is.
 */
export function shelfOf(db: ReadableDb, at: Instant): readonly ShelvedProduct[] {
  const now = takenOf(db);
  const begun = now.shelves.filter(({ effectiveFrom }) => effectiveFrom <= at).length;
  if (now.shelf?.begun !== begun) {
    const products = [...shelfAt(now.shelves, at).values()];
    now.shelf = { begun, products: products.toSorted(byCode) };
  }
  return now.shelf.products;
}

/** Pins the key the institution signs with now: from then on an older one announces nothing any more. */
export function pinNewestKey(db: WritableDb): void {
  const { key } = takenOf(db);
  const enrolment = readEnrolment(db);
  if (key !== null && enrolment && enrolment.ruleKey !== key) pinRuleKey(db, key);
}

function takenOf(db: ReadableDb): Taken {
  const stamp = `${ruleVersionsStamp(db)}/${JSON.stringify(readSyncState(db, 'enrolment'))}`;
  const known = taken.get(db);
  if (known?.stamp === stamp) return known;
  const made = { stamp, ...readVersions(db), shelf: null };
  taken.set(db, made);
  return made;
}

function readVersions(db: ReadableDb): Omit<Taken, 'stamp' | 'shelf'> {
  const stored = ruleVersions(db);
  const enrolment = readEnrolment(db);
  const { tenantId = '', ruleKey: pinned = null } = enrolment ?? {};
  const { key, isSigned } = trustOf({ tenantId, pinned }, stored);
  const versions = stored.map((version): TakenVersion => {
    if (key === null) return { ...version, refused: 'NO_KEY' };
    if (!isSigned(version)) return { ...version, refused: 'BAD_SIGNATURE' };
    return { ...version, refused: contentOf(version) === null ? 'UNREADABLE' : null };
  });
  const signed = versions.filter(({ refused }) => refused === null || refused === 'UNREADABLE');
  const shelves = signed
    .filter(({ kind }) => kind === 'SHELF')
    .map((version) => ({ ...version, content: contentOf(version) as ShelfVersion | null }));
  return { book: bookWith(signed), versions, shelves, key };
}

function byCode(a: ShelvedProduct, b: ShelvedProduct): number {
  if (a.code === b.code) return a.id < b.id ? -1 : 1;
  return a.code < b.code ? -1 : 1;
}
