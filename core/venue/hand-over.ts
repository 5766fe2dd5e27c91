/** The format that desks and helpers' pages write (docs/venue-exchange.md); a reader refuses a later one by name. */
export const handOverVersion = 1;

/** What argon2id costs in this version: no file sets it. Memory in KiB. */
export const handOverCost = { memoryKiB: 65_536, passes: 3, lanes: 1 } as const;

/** Letters of a passphrase, sixty bits: said in one breath, and years of trying against argon2id. */
export const handOverLetters = 12;

/** Returns what a hand-over's seal is bound to: a file of one event opens for no other. */
export function handOverPurpose(eventId: string): string {
  return `zhike hand-over ${handOverVersion} ${eventId}`;
}
