import { foldName } from '#core/clients/name-terms.ts';
import { groupOf } from '#core/venue/name-group.ts';
import type { StewardGuest } from '#core/venue/steward-roster.ts';

/**
 * Finds guests of a masked roster from the first character, pinyin letter or initial, best first: `王`, `w`, `wxm`,
 * `wangxiaoming`, `王小明`, `王xm`. Since further characters are known by group only, it may show one guest too many, never
 * one too few.
 */
export function searchStewardGuests(guests: readonly StewardGuest[], typed: string): StewardGuest[] {
  const query = foldName(typed);
  const [, characters = '', letters = ''] = /^([^a-z\d]*)([a-z]*)$/.exec(query) ?? [];
  if (characters === '' && letters === '') return [];
  return guests
    .flatMap((guest) => {
      const rank =
        characters === '' ? rankByLetters(guest, letters) : rankByCharacters(guest, characters, letters);
      return rank === null ? [] : [{ guest, rank }];
    })
    .sort((a, b) => a.rank - b.rank || compare(keyOf(a.guest), keyOf(b.guest)))
    .map(({ guest }) => guest);
}

function rankByLetters({ initials, surname }: StewardGuest, letters: string): number | null {
  if (initials.includes(letters)) return 0;
  if (initials.some((text) => text.startsWith(letters))) return 1;
  if (surname.some((reading) => reading.startsWith(letters))) return 1;
  const isWhole = surname.some(
    (reading) => letters.startsWith(reading) && initials.some((text) => text[1] === letters[reading.length]),
  );
  return isWhole ? 2 : null;
}

function rankByCharacters(
  { maskedName, groups, initials }: StewardGuest,
  typed: string,
  letters: string,
): number | null {
  const [first = '', ...rest] = typed;
  const known = foldName(maskedName)[0];
  const pattern = rest.map(groupOf).join('');
  const isFromStart =
    first === known &&
    groups.startsWith(pattern) &&
    (letters === '' || initials.some((text) => text.slice(rest.length + 1).startsWith(letters)));
  if (isFromStart) return rest.length === groups.length ? 0 : 1;
  const isGivenName = rest.length > 0 && letters === '' && groups.endsWith(groupOf(first) + pattern);
  return isGivenName ? 2 : null;
}

function keyOf({ surname, initials, maskedName }: StewardGuest): string {
  return `${surname[0] ?? ''} ${initials[0] ?? ''} ${maskedName}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
