import { z } from 'zod';
import { foldWord } from '#core/import/words.ts';
import wordsJson from '#resources/guest-list-v1.json' with { type: 'json' };

/** What a column of a guest list can hold; `drop` is not read. */
export const listTargets = [
  'name',
  'phone',
  'ref',
  'companions',
  'seat',
  'state',
  'host',
  'code',
  'paid',
  'checkedIn',
  'order',
  'drop',
] as const;
export type ListTarget = (typeof listTargets)[number];

/** The states a list can put a guest into; who waits and who came is for the program to say. */
export const listStates = ['candidate', 'invited', 'accepted', 'confirmed', 'tentative', 'declined'] as const;
export type ListState = (typeof listStates)[number];

const wordList = z.array(z.string());

/** Words by which guest lists name their columns and answers: data with a version, not code. */
const words = z
  .object({
    version: z.int(),
    effective: z.string(),
    source: z.string(),
    headers: z.record(z.enum(listTargets).exclude(['drop']), wordList),
    states: z.record(z.enum(listStates), wordList),
    yes: wordList,
    no: wordList,
  })
  .parse(wordsJson);

const targets = indexOf(words.headers);
const states = indexOf(words.states);
const answers = indexOf({ yes: words.yes, no: words.no });

/** Proposes what each column holds, each target once; the rest is not read. */
export function proposeColumns(headers: readonly string[]): ListTarget[] {
  const taken = new Set<ListTarget>();
  return headers.map((header) => {
    const target = targets.get(foldWord(header)) ?? 'drop';
    if (taken.has(target)) return 'drop';
    taken.add(target);
    return target;
  });
}

/** True for an export of pretix's check-in list: orders and tickets' codes are its own. */
export function isPretix(columns: readonly ListTarget[]): boolean {
  return columns.includes('order') && columns.includes('name');
}

/** True for a header under which clients keep their customer number. */
export function isRefHeader(header: string): boolean {
  return targets.get(foldWord(header)) === 'ref';
}

/** Returns the state a word stands for; null for one that nobody knows. */
export function stateOfWord(word: string): ListState | null {
  return states.get(foldWord(word)) ?? null;
}

/** Returns whether a word says yes or no; null where it says neither. */
export function yesOrNo(word: string): boolean | null {
  const answer = answers.get(foldWord(word));
  return answer === undefined ? null : answer === 'yes';
}

function indexOf<Key extends string>(lists: Readonly<Record<Key, readonly string[]>>): Map<string, Key> {
  const entries = Object.entries(lists) as [Key, readonly string[]][];
  return new Map(entries.flatMap(([key, list]) => list.map((word) => [foldWord(word), key] as const)));
}
