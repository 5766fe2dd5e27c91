import type { Id } from '#core/base/ids.ts';
import { nationalDigits } from '#core/clients/phone.ts';
import { nameTerms, type NameTerms } from '#core/clients/name-terms.ts';
import type { StewardGuest } from '#core/venue/steward-roster.ts';

/** Shows a name as a helper at the door may see it: `王*明`, `王*`, `J***`; the ends of Chinese names, the first letter of others. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  const [first = '*', ...rest] = characters;
  const last = rest.at(-1);
  const isChinese = characters.every((character) => /\p{Script=Han}/u.test(character));
  if (isChinese && last !== undefined && rest.length > 1)
    return `${first}${'*'.repeat(rest.length - 1)}${last}`;
  return `${first}${'*'.repeat(Math.max(1, Math.min(3, rest.length)))}`;
}

/**
 * Returns what a helper's browser may find a guest by: the first character, initials, the letters of the first syllable
 * and the last four of the phone. The rest of the name stays at the hub.
 */
export function maskGuest(
  guest: { readonly id: Id; readonly name: string; readonly phone: string | null },
  termsOf: (name: string) => NameTerms = nameTerms,
): Pick<StewardGuest, 'guestId' | 'maskedName' | 'terms' | 'digits' | 'sortKey'> {
  const { full, initials } = termsOf(guest.name);
  const [first = ''] = [...full];
  const known = termsOf(first);
  return {
    guestId: guest.id,
    maskedName: maskName(guest.name),
    terms: {
      full: first,
      grams: [first],
      pinyin: [...known.pinyin],
      syllablePrefixes: [...known.syllablePrefixes],
      initials: [...initials],
    },
    digits: guest.phone === null ? '' : nationalDigits(guest.phone).slice(-4),
    sortKey: `${initials[0] ?? ''} ${first}`,
  };
}
