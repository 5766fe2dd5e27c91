import { z } from 'zod';

/** What became of a row. Every row of a file is exactly one of these (IM9). */
export const rowOutcome = z.enum([
  'imported',
  'updated',
  'unchanged',
  'skipped',
  'duplicate',
  'quarantined',
  'discarded',
]);
export type RowOutcome = z.infer<typeof rowOutcome>;

/** How many rows came to which outcome. */
export const importCounts = z.record(rowOutcome, z.int());
export type ImportCounts = Record<RowOutcome, number>;

/** Returns counts with nothing counted. */
export function noCounts(): ImportCounts {
  return { imported: 0, updated: 0, unchanged: 0, skipped: 0, duplicate: 0, quarantined: 0, discarded: 0 };
}

/** What to do with a row whose client is known: leave it, fill what is empty, or take it as somebody else. */
export const duplicateChoice = z.enum(['SKIP', 'FILL', 'NEW']);
export type DuplicateChoice = z.infer<typeof duplicateChoice>;

export const importState = z.enum(['RECEIVING', 'READY', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED']);
export type ImportState = z.infer<typeof importState>;
