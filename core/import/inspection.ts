import { z } from 'zod';
import { mappedColumn } from '#core/import/target.ts';

/** Why a file cannot be read; each has its own sentence on screen. */
export const fileProblem = z.enum([
  'EMPTY',
  'INCOMPLETE',
  'TOO_LARGE',
  'PASSWORD',
  'CORRUPT',
  'EXPLODING',
  'OLD_XLS',
  'OTHER_FORMAT',
  'NO_SHEET',
  'NO_ROWS',
  'TOO_MANY_ROWS',
]);
export type FileProblem = z.infer<typeof fileProblem>;

export const fileEncoding = z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be']);
export type FileEncoding = z.infer<typeof fileEncoding>;

/** How a file is to be read: judged from the whole file, or chosen by the manager. */
export const readingChoice = z.object({
  encoding: fileEncoding.nullable(),
  delimiter: z.enum([',', ';', '\t', '|']).nullable(),
  sheet: z.string().max(100).nullable(),
  /** The row with the headers, as a spreadsheet counts; 0 = the file has none. */
  headerRow: z.int().min(0).max(100),
});
export type ReadingChoice = z.infer<typeof readingChoice>;

/** What was found in a file before anything is imported. */
export const inspection = z.object({
  format: z.enum(['csv', 'xlsx']),
  reading: readingChoice,
  sheets: z.array(z.string()),
  headers: z.array(z.string()),
  /** The first rows below the headers, as text. */
  samples: z.array(z.object({ rowNo: z.int(), cells: z.array(z.string()) })),
  /** Rows with data, counted over the whole file. */
  rows: z.int(),
  /** Characters that no encoding could make sense of. */
  unreadableCharacters: z.int(),
  suggested: z.array(mappedColumn),
  /** The mapping last used for the same headers, if any. */
  remembered: z.array(mappedColumn).nullable(),
  /** Columns that are never imported (location and device traces). */
  forbidden: z.array(z.string()),
});
export type Inspection = z.infer<typeof inspection>;

/** The limits a file must keep; far beyond a manager's book, and what keeps memory and disk safe. */
export const fileLimits = {
  /** Bytes of the file as it comes. */
  fileBytes: 512 * 1024 * 1024,
  rows: 1_048_576,
  columns: 1000,
  /** Bytes of one chunk on its way in. */
  chunkBytes: 1024 * 1024,
  /** Bytes a workbook may inflate to, sheet and texts together. */
  inflatedBytes: 3 * 1024 * 1024 * 1024,
  /** Bytes of shared texts, which are held in memory. */
  sharedTextBytes: 384 * 1024 * 1024,
} as const;
