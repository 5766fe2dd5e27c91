import type { FileEncoding } from '#core/import/inspection.ts';
import type { StagedFile } from '#workstation/imports/staged-file.ts';
import type { Turns } from '#workstation/imports/turns.ts';

const marks: readonly (readonly [FileEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * Judges the encoding over the whole file: a byte order mark, else UTF-16 by its zero bytes, else UTF-8 if every
 * byte fits, else GB18030, unless UTF-8 leaves fewer characters unreadable (a few broken bytes in a UTF-8 file).
 */
export async function judgeEncoding(file: StagedFile, turns: Turns): Promise<FileEncoding> {
  const head = file.read(0, 3);
  const marked = marks.find(([, mark]) => mark.every((byte, index) => head[index] === byte));
  if (marked) return marked[0];
  const wide = await wideEncoding(file, turns);
  if (wide) return wide;
  if (await isUtf8(file, turns)) return 'utf-8';
  const brokenUtf8 = await countUnreadable(file, 'utf-8', turns);
  const brokenGb = await countUnreadable(file, 'gb18030', turns);
  return brokenGb < brokenUtf8 ? 'gb18030' : 'utf-8';
}

/** Counts the characters an encoding cannot make sense of, over the whole file. */
export async function countUnreadable(
  file: StagedFile,
  encoding: FileEncoding,
  turns: Turns,
): Promise<number> {
  let count = 0;
  for await (const text of decodedText(file, encoding, turns)) {
    for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) count += 1;
  }
  return count;
}

/** Decodes a file piece by piece, without its byte order mark; what cannot be read becomes U+FFFD. */
export async function* decodedText(
  file: StagedFile,
  encoding: FileEncoding,
  turns: Turns,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding);
  for (const piece of file.pieces()) {
    for (let start = 0; start < piece.length; start += pieceBytes) {
      yield decoder.decode(piece.subarray(start, start + pieceBytes), { stream: true });
      await turns.pause();
    }
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

const pieceBytes = 128 * 1024;

/** True when every byte fits; a replacement character that somebody saved earlier is a fitting character. */
async function isUtf8(file: StagedFile, turns: Turns): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (const piece of file.pieces()) {
      decoder.decode(piece, { stream: true });
      await turns.pause();
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Text in UTF-16 without a mark: even ASCII-poor Chinese files have line ends and commas with a zero byte. */
async function wideEncoding(file: StagedFile, turns: Turns): Promise<FileEncoding | null> {
  if (file.size % 2 !== 0) return null;
  const zeros = [0, 0];
  let position = 0;
  for (const piece of file.pieces()) {
    for (let at = piece.indexOf(0); at >= 0; at = piece.indexOf(0, at + 1)) {
      const side = (position + at) % 2;
      zeros[side] = (zeros[side] ?? 0) + 1;
    }
    position += piece.length;
    await turns.pause();
  }
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) < file.size / 200) return null;
  return odd > even * 4 ? 'utf-16le' : even > odd * 4 ? 'utf-16be' : null;
}
