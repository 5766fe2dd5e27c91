import type { Id } from '#core/base/ids.ts';
import { foldName } from '#core/clients/name-terms.ts';
import { normalisePhone } from '#core/clients/phone.ts';
import { readTicketCodes } from '#core/events/ticket.ts';

/** A guest as a pasted line may name them. */
export interface Named {
  readonly id: Id;
  readonly name: string;
  readonly phone: string | null;
  readonly ticketCode: string | null;
}

/** What a pasted line led to. */
export interface SeatLine {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly seat: string;
  readonly guestId: Id | null;
  /** Why nobody was found; null where somebody was. */
  readonly problem: 'NOBODY' | 'SEVERAL' | 'NO_SEAT' | 'TWICE' | null;
}

const longestSeat = 40;

/**
 * Reads pasted lines of who sits where, as a spreadsheet copies them: somebody's name, phone or ticket code, and last the seat.
 * A name that several bear is never guessed, and whoever is named twice stays with the first line.
 */
export function readSeatLines(text: string, guests: readonly Named[]): SeatLine[] {
  const byName = Map.groupBy(guests, ({ name }) => foldName(name));
  const byPhone = Map.groupBy(guests, ({ phone }) => phone ?? '');
  const byCode = Map.groupBy(guests, ({ ticketCode }) => ticketCode ?? '');
  const find = (word: string): readonly Named[] => {
    const [code] = readTicketCodes(word);
    if (code !== undefined) return byCode.get(code) ?? [];
    const phone = normalisePhone(word);
    return (phone.ok ? byPhone.get(phone.value) : byName.get(foldName(word))) ?? [];
  };
  const seen = new Set<Id>();
  return text.split(/\r?\n/).flatMap((raw, index): SeatLine[] => {
    if (raw.trim() === '') return [];
    const words = wordsOf(raw);
    const seat = (words.at(-1) ?? '').slice(0, longestSeat);
    const about = { line: index + 1, text: raw.trim(), seat, guestId: null };
    if (words.length < 2 || seat === '') return [{ ...about, problem: 'NO_SEAT' }];
    const found = words
      .slice(0, -1)
      .map(find)
      .filter(({ length }) => length > 0);
    const certain = found.find(({ length }) => length === 1)?.[0];
    if (!certain) return [{ ...about, problem: found.length > 0 ? 'SEVERAL' : 'NOBODY' }];
    if (seen.has(certain.id)) return [{ ...about, problem: 'TWICE' }];
    seen.add(certain.id);
    return [{ ...about, guestId: certain.id, problem: null }];
  });
}

/** Columns as a spreadsheet copies them; without tabs, what commas or blanks part, the seat being the last. */
function wordsOf(line: string): string[] {
  const parts = line.includes('\t') ? line.split('\t') : line.split(/[,，;；]+/);
  const words = parts.map((part) => part.trim()).filter((part) => part !== '');
  if (words.length > 1) return words;
  const last = line.trim().match(/^(.*\S)\s+(\S+)$/);
  return last ? [last[1] ?? '', last[2] ?? ''] : words;
}
