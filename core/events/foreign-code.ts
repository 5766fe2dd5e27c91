import { readTicketCodes, scannedText } from '#core/events/ticket.ts';

/** Shorter ones can be guessed, or met by chance inside another code; pretix makes 16 and 32 letters. */
const shortest = 12;
const longest = 200;

/**
 * Returns the code of another system's ticket as it is kept and compared, or null where it may not open a door: too
 * short or only digits (numbers are guessed, and may be somebody's own), or one that reads as a code of ours.
 */
export function foreignCodeOf(text: string): string | null {
  const code = scannedText(text);
  if (code.length < shortest || code.length > longest || /^\d+$/.test(code)) return null;
  return readTicketCodes(code).length === 0 ? code : null;
}

/**
 * Returns every piece of what a scanner typed that could be a foreign code of these lengths: foreign codes have no mark
 * to begin at, so what a scanner adds before, behind or again is passed over by length. Nothing where a code of ours is
 * in it: that one decides alone.
 */
export function foreignPieces(typed: string, lengths: readonly number[]): string[] {
  const text = scannedText(typed);
  if (readTicketCodes(text).length > 0) return [];
  const pieces = lengths.flatMap((length) =>
    Array.from({ length: Math.max(0, text.length - length + 1) }, (_, from) =>
      text.slice(from, from + length),
    ),
  );
  return [...new Set(pieces)];
}
