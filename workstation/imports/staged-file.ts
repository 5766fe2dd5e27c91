import { createHash } from 'node:crypto';
import type { FileProblem } from '#core/import/inspection.ts';
import type { ReadableDb } from '#db/handles.ts';
import { importBytes } from '#db/queries/imports.ts';
import type { Turns } from '#workstation/imports/turns.ts';

/** A file that cannot be read, and why; an expected failure with its own sentence on screen. */
export class UnreadableFileError extends Error {
  readonly problem: FileProblem;
  constructor(problem: FileProblem) {
    super(`The file cannot be read: ${problem}.`);
    this.problem = problem;
  }
}

/** The bytes of a staged file, read a piece at a time from the encrypted store. */
export interface StagedFile {
  readonly size: number;
  /** Reads exactly these bytes; fewer at the end of the file. */
  readonly read: (position: number, length: number) => Uint8Array;
  /** Reads the bytes from a position on, in pieces as they are stored (≤ 1 MiB). */
  readonly pieces: (from?: number, to?: number) => Generator<Uint8Array, void>;
}

/** Opens the staged bytes of a run. Throws when the store holds fewer than it said. */
export function openStagedFile(db: ReadableDb, importId: string, size: number): StagedFile {
  function* pieces(from = 0, to = size): Generator<Uint8Array, void> {
    let position = from;
    while (position < to) {
      const bytes = importBytes(db, importId, position);
      if (!bytes) throw new UnreadableFileError('INCOMPLETE');
      const piece = bytes.subarray(0, to - position);
      yield piece;
      position += piece.length;
    }
  }
  return {
    size,
    pieces,
    read: (position, length) => Buffer.concat([...pieces(position, Math.min(size, position + length))]),
  };
}

/** Returns the SHA-256 of a staged file as hex: the proof of what was imported. */
export async function digestOf(file: StagedFile, turns: Turns): Promise<string> {
  const hash = createHash('sha256');
  for (const piece of file.pieces()) {
    hash.update(piece);
    await turns.pause();
  }
  return hash.digest('hex');
}
