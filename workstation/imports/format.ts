import { UnreadableFileError, type StagedFile } from '#workstation/imports/staged-file.ts';
import type { Turns } from '#workstation/imports/turns.ts';

const compoundFile = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

/** Starts of files that are no table of ours, though some carry the name `.xls`. */
const otherStarts: readonly RegExp[] = [
  /^%PDF/,
  /^\x89PNG/,
  /^\xff\xd8\xff/,
  /^GIF8/,
  /^Rar!/,
  /^7z\xbc\xaf/,
  /^SQLite format 3/,
  /^\s*<(?:!doctype|html|table|\?xml|workbook)/i,
  /^\{\\rtf/,
];

/**
 * Says what a file is by its content, never by its name. Throws `UnreadableFileError`: PASSWORD for an encrypted
 * workbook, OLD_XLS for the format before 2007, OTHER_FORMAT for anything that is neither text nor a workbook.
 */
export async function formatOf(file: StagedFile, turns: Turns): Promise<'csv' | 'xlsx'> {
  if (file.size === 0) throw new UnreadableFileError('EMPTY');
  const head = Buffer.from(file.read(0, 4096));
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return 'xlsx';
  if (head.subarray(0, 8).equals(compoundFile)) {
    throw new UnreadableFileError((await contains(file, encryptedPackage, turns)) ? 'PASSWORD' : 'OLD_XLS');
  }
  const start = head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  if (otherStarts.some((pattern) => pattern.test(start)) || isBinary(head)) {
    throw new UnreadableFileError('OTHER_FORMAT');
  }
  return 'csv';
}

/** Control bytes that no text has; zero bytes alone may be UTF-16. */
function isBinary(head: Uint8Array): boolean {
  const controls = head.filter((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b));
  const zeros = controls.filter((byte) => byte === 0).length;
  const isWide =
    zeros > head.length / 8 ||
    (head[0] === 0xff && head[1] === 0xfe) ||
    (head[0] === 0xfe && head[1] === 0xff);
  return !isWide && controls.length > 0;
}

async function contains(file: StagedFile, mark: Buffer, turns: Turns): Promise<boolean> {
  let tail = Buffer.alloc(0);
  for (const piece of file.pieces()) {
    const window = Buffer.concat([tail, piece]);
    if (window.includes(mark)) return true;
    tail = Buffer.from(window.subarray(Math.max(0, window.length - mark.length)));
    await turns.pause();
  }
  return false;
}
