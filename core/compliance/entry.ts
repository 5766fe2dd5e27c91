import { z } from 'zod';
import { dayField, idField, instantField } from '#core/sync/fields.ts';

/** What a compliance view shows of a date range, in the order of its filter. */
export const entryKinds = [
  'TEST',
  'LEVEL_LEFT',
  'VERDICT',
  'STEP',
  'OVERRIDE',
  'CONTACT_OVERRIDE',
  'REVEAL',
  'CONTACT_REFUSED',
  'OVER_CONTACT',
] as const;
export const entryKindField = z.enum(entryKinds);
export type EntryKind = z.infer<typeof entryKindField>;

/** Which entries: of a range of days in Shanghai (both included), of some kinds, of one client or all. */
export const entryFilter = z.object({
  from: dayField,
  to: dayField,
  kinds: z.array(entryKindField).max(entryKinds.length),
  clientId: idField.nullable().default(null),
});
export type EntryFilter = z.infer<typeof entryFilter>;

/** One thing that was done, asked or refused, as a list shows it. */
export const entry = z.object({
  kind: entryKindField,
  id: idField,
  at: instantField,
  clientId: idField.nullable(),
  clientName: z.string().nullable(),
  managerName: z.string().nullable(),
  productName: z.string().nullable(),
  /** What came of it: a level, an outcome, a step, a reason. */
  code: z.string(),
  /** The reason given, or what was said; null where none is asked. */
  reason: z.string().nullable(),
  /** More about the code: why a test is void, what was looked at, how a verdict was used. */
  state: z.string().nullable(),
  ruleId: z.string().nullable(),
  book: z.string().nullable(),
  article: z.string().nullable(),
  /** The version of the rules it was judged by. */
  version: z.string().nullable(),
});
export type Entry = z.infer<typeof entry>;

/** The place of an entry in the order of time. */
export const entryPlace = z.object({ at: instantField, kind: entryKindField, id: idField });
export type EntryPlace = z.infer<typeof entryPlace>;

/** Compares two entries by time, then kind, then id: the order of every list and file. */
export function compareEntries(a: EntryPlace, b: EntryPlace): number {
  return a.at - b.at || compareText(a.kind, b.kind) || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
