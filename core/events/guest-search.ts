import type { Id } from '#core/base/ids.ts';
import { foldName, isLetters, nameTerms, type NameTerms } from '#core/clients/name-terms.ts';
import { nationalDigits } from '#core/clients/phone.ts';

/** One guest as the door's search sees them. */
export interface SearchableGuest {
  readonly guestId: Id;
  readonly terms: NameTerms;
  /** National digits of the phone; empty where there is none. */
  readonly digits: string;
  /** Sorts by pinyin, then characters. */
  readonly sortKey: string;
}

/** Prepares a guest for search; name terms are the costly part and may be remembered per name by the caller. */
export function searchableGuest(
  guest: { readonly id: Id; readonly name: string; readonly phone: string | null },
  termsOf: (name: string) => NameTerms = nameTerms,
): SearchableGuest {
  const terms = termsOf(guest.name);
  return {
    guestId: guest.id,
    terms,
    digits: guest.phone === null ? '' : nationalDigits(guest.phone),
    sortKey: sortKeyOf(terms),
  };
}

/** Returns the key that sorts names by pinyin, then by character. */
export function sortKeyOf(terms: NameTerms): string {
  return `${terms.pinyin[0] ?? ''} ${terms.full}`;
}

/**
 * Finds guests from the first character, pinyin letter, initial or digit of the last four, best first.
 * Everything is in memory: a linear pass over 10,000 guests stays far below 50 ms.
 */
export function searchGuests(guests: readonly SearchableGuest[], typed: string): Id[] {
  const query = foldName(typed);
  if (query === '') return [];
  const rankOf = /^\d+$/.test(query) ? rankByDigits : isLetters(query) ? rankByLetters : rankByCharacters;
  return guests
    .flatMap((guest) => {
      const rank = rankOf(guest, query);
      return rank === null ? [] : [{ guest, rank }];
    })
    .sort((a, b) => a.rank - b.rank || compare(a.guest.sortKey, b.guest.sortKey))
    .map(({ guest }) => guest.guestId);
}

function rankByDigits({ digits }: SearchableGuest, query: string): number | null {
  if (digits.endsWith(query) && query.length >= 4) return 0;
  if (digits.slice(-4).startsWith(query)) return 1;
  return digits.startsWith(query) ? 2 : null;
}

function rankByLetters({ terms }: SearchableGuest, query: string): number | null {
  if (terms.initials.includes(query)) return 0;
  if (terms.pinyin.some((text) => text.startsWith(query))) return 1;
  if (terms.initials.some((text) => text.startsWith(query))) return 1;
  return terms.syllablePrefixes.includes(query) || terms.full.includes(query) ? 2 : null;
}

function rankByCharacters({ terms }: SearchableGuest, query: string): number | null {
  if (terms.full === query) return 0;
  if (terms.full.startsWith(query)) return 1;
  return terms.full.includes(query) ? 2 : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
