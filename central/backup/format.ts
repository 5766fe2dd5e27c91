import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';

/**
 * A backup is one zstd stream of lines: a header, the rows of each table as JSON arrays of text or null in the
 * order of the header, and a trailer with the SHA-256 of everything before it.
 */
const header = z.object({
  product: z.literal('zhike-central-backup'),
  format: z.int(),
  /** The program that wrote it. */
  program: z.string(),
  createdAt: z.int(),
  /** The steps of the schema it was taken from. */
  migrations: z.array(z.object({ number: z.int(), hash: z.string() })).min(1),
  /** In an order in which they can be filled. */
  tables: z.array(
    z.object({
      name: z.string().regex(/^[a-z_]+$/),
      columns: z.array(
        z.object({ name: z.string().regex(/^[a-z_]+$/), type: z.string().regex(/^[a-z ]+$/) }),
      ),
      rows: z.int().min(0),
    }),
  ),
});
export type BackupHeader = z.infer<typeof header>;
export type BackupTable = BackupHeader['tables'][number];
/** One row as PostgreSQL writes its columns in text. */
export type BackupRow = readonly (string | null)[];

export const backupFormat = 1;
const trailer = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const row = z.array(z.string().nullable());

/** Reads a header line, or null where it is none. */
export function readHeader(line: string): BackupHeader | null {
  return parseLine(line, header);
}

/** Reads a row line, or null where it is none. */
export function readRow(line: string): BackupRow | null {
  return parseLine(line, row);
}

/** Reads the trailer's hash, or null where the line is none. */
export function readTrailer(line: string): string | null {
  return parseLine(line, trailer)?.sha256 ?? null;
}

/** Hashes the lines of a backup on their way in or out. */
export class LineHash {
  private readonly hash: Hash = createHash('sha256');

  add(line: string): void {
    this.hash.update(line).update('\n');
  }

  /** Returns the hash of all lines so far, once. */
  end(): string {
    return this.hash.digest('hex');
  }
}

function parseLine<Shape extends z.ZodType>(line: string, shape: Shape): z.infer<Shape> | null {
  try {
    return shape.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
