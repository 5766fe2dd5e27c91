import {
  compareEntries,
  entryKinds,
  type Entry,
  type EntryFilter,
  type EntryKind,
  type EntryPlace,
} from '#core/compliance/entry.ts';
import { countEntries, entriesAfter } from '#db/queries/compliance.ts';
import { overContactEntries } from '#db/queries/past-over-contacts.ts';
import type { takeTurns } from '#workstation/imports/turns.ts';
import type { Station } from '#workstation/station.ts';

/** Entries read, and handed on, in one go. */
const pageSize = 200;

/** Judges the contacts of the range in small pieces, so that the screen gets its turns. */
export async function overContacts(
  { db }: Station,
  wish: EntryFilter,
  turns: ReturnType<typeof takeTurns>,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const some of overContactEntries(db, wish)) {
    found.push(...some);
    await turns.pause();
  }
  return found.sort(compareEntries);
}

/** True where an export is to hold a kind. */
export function isAsked({ kinds }: EntryFilter, kind: EntryKind): boolean {
  return kinds.length === 0 || kinds.includes(kind);
}

/** The kinds that lie in rows; over-contacts are drawn from all contacts of the range. */
function storedKinds(wish: EntryFilter): EntryKind[] {
  return entryKinds.filter((kind) => kind !== 'OVER_CONTACT' && isAsked(wish, kind));
}

/** Counts the entries of an export that lie in rows. */
export function countStored({ db }: Station, wish: EntryFilter): number {
  const counts = countEntries(db, wish);
  return storedKinds(wish).reduce((sum, kind) => sum + counts[kind], 0);
}

/** Reads the entries that lie in rows in the order of time. */
export function* storedPages({ db }: Station, wish: EntryFilter): Generator<Entry[], void> {
  const kinds = storedKinds(wish);
  let after: EntryPlace | null = null;
  while (kinds.length > 0) {
    const entries: Entry[] = entriesAfter(db, { ...wish, kinds }, { after, limit: pageSize });
    if (entries.length > 0) yield entries;
    if (entries.length < pageSize) return;
    after = entries.at(-1) ?? null;
  }
}

/** Puts entries of a second list, in order too, between those of the pages. */
export function* inOrder(pages: Iterable<Entry[]>, others: readonly Entry[]): Generator<Entry[], void> {
  let at = 0;
  const before = (entry: Entry): Entry[] => {
    const from = at;
    while (at < others.length && compareEntries(others[at] ?? entry, entry) < 0) at += 1;
    return others.slice(from, at);
  };
  for (const page of pages) yield page.flatMap((entry) => [...before(entry), entry]);
  for (; at < others.length; at += pageSize) yield others.slice(at, at + pageSize);
}
