import { foldName, nameTerms, readingsOf, type NameTerms } from '#core/clients/name-terms.ts';
import type { GuestFields } from '#core/events/event.ts';
import { groupOf } from '#core/venue/name-group.ts';
import type { StewardGuest } from '#core/venue/steward-roster.ts';

/** What masking needs besides the guest. */
export interface Masking {
  readonly isForHost: boolean;
  /** Returns SHA-256 of a text in lower-case hexadecimal. */
  readonly hash: (text: string) => string;
  /** Terms are the costly part and may be remembered per name. */
  readonly termsOf?: (name: string) => Pick<NameTerms, 'initials'>;
}

/** Returns what a steward's browser may hold of a guest. */
export function maskGuest(
  guest: Pick<GuestFields, 'name' | 'state' | 'seat' | 'ticketCode' | 'revokedCodes' | 'foreignCode'> & {
    readonly id: string;
  },
  { isForHost, hash, termsOf = nameTerms }: Masking,
): StewardGuest {
  const isChinese = han.test([...foldName(guest.name)][0] ?? '');
  const first = readingsOf(guest.name).map(([reading = '']) => (isChinese ? reading : reading.slice(0, 1)));
  return {
    guestId: guest.id,
    maskedName: maskName(guest.name),
    surname: [...new Set(first)],
    initials: [...termsOf(guest.name).initials],
    groups: groupsOf(guest.name),
    state: guest.state,
    isForHost,
    seat: guest.seat,
    ticketHashes: [guest.ticketCode, guest.foreignCode].flatMap((code) => (code === null ? [] : hash(code))),
    revokedHashes: guest.revokedCodes.map((code) => hash(code)),
  };
}

/** Masks a name for people who must not know who the guests are: `王＊`, `欧＊＊`, `J＊＊`. */
function maskName(name: string): string {
  const [first = '', ...rest] = name.normalize('NFKC').trim();
  return first + '＊'.repeat(Math.min(2, Math.max(1, rest.length)));
}

const han = /\p{Script=Han}/u;

/** Letters are too few to be hidden in groups: a name that is not all Chinese is found by its initials. */
function groupsOf(name: string): string {
  const [first = '', ...rest] = foldName(name);
  return [first, ...rest].every((character) => han.test(character)) ? rest.map(groupOf).join('') : '';
}
