import { foreignCodeOf } from '#core/events/foreign-code.ts';
import { stateOfWord, yesOrNo, type ListState, type ListTarget } from '#core/events/guest-list/words.ts';
import { readPhoneCell } from '#core/import/phone-cell.ts';

/** What is worth knowing of a row that is taken all the same. */
export type DraftNote = 'CODE_REFUSED' | 'STATE_UNKNOWN' | 'CHECKED_IN_ELSEWHERE';

/** A row of a guest list as it was read. */
export interface GuestDraft {
  /** As a spreadsheet counts. */
  readonly rowNo: number;
  /** Empty where the row names nobody. */
  readonly name: string;
  /** In E.164; null where the row has none. */
  readonly phone: string | null;
  readonly isPhoneBad: boolean;
  readonly ref: string | null;
  /** Whom they bring: names, or empty texts for those without one. */
  readonly companions: readonly string[];
  readonly seat: string | null;
  /** Null where the row says nothing that is understood. */
  readonly state: ListState | null;
  readonly hostName: string | null;
  readonly foreignCode: string | null;
  readonly notes: readonly DraftNote[];
}

const mostCompanions = 10;
const between = /[、,，;；/&\n]+/;

/** Reads a row by what its columns hold. Judges nothing: whether somebody may come is not a question of the file. */
export function readGuestRow(
  cells: readonly string[],
  columns: readonly ListTarget[],
  rowNo: number,
): GuestDraft {
  const cell = (target: ListTarget): string => {
    const column = columns.indexOf(target);
    return column === -1 ? '' : (cells[column] ?? '').trim();
  };
  const phone = cell('phone') === '' ? null : readPhoneCell(cell('phone'));
  const code = cell('code');
  const foreignCode = code === '' ? null : foreignCodeOf(code);
  const state = stateOf(cell('state'), cell('paid'));
  const notes: DraftNote[] = [];
  if (code !== '' && foreignCode === null) notes.push('CODE_REFUSED');
  if (cell('state') !== '' && state === null) notes.push('STATE_UNKNOWN');
  if (cell('checkedIn') !== '' && yesOrNo(cell('checkedIn')) !== false) notes.push('CHECKED_IN_ELSEWHERE');
  return {
    rowNo,
    name: cell('name').slice(0, 100),
    phone: phone?.phone ?? null,
    isPhoneBad: phone !== null && phone.phone === null,
    ref: cell('ref') || null,
    companions: companionsOf(cell('companions')),
    seat: cell('seat').slice(0, 40) || null,
    state,
    hostName: cell('host') || null,
    foreignCode,
    notes,
  };
}

/** Who has not paid has a ticket, but has not said for certain to come. */
function stateOf(word: string, paid: string): ListState | null {
  if (word !== '') return stateOfWord(word);
  return yesOrNo(paid) === false && paid !== '' ? 'tentative' : null;
}

/** `2`, `是`, `李雷、韩梅梅`; nobody for `无` and what says no. */
function companionsOf(text: string): string[] {
  const count = /^\+?(\d{1,2})\s*[人位]?$/.exec(text);
  if (count) return Array.from({ length: Math.min(Number(count[1]), mostCompanions) }, () => '');
  const answer = yesOrNo(text);
  if (text === '' || answer === false) return [];
  if (answer === true) return [''];
  const names = text.split(between).map((name) => name.trim().slice(0, 100));
  return names.filter((name) => name !== '').slice(0, mostCompanions);
}
