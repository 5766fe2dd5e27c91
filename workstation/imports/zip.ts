import { crc32, createInflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';
import { fileLimits } from '#core/import/inspection.ts';
import { UnreadableFileError, type StagedFile } from '#workstation/imports/staged-file.ts';

/** A file inside an archive, as the archive's directory describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  /** What the directory says it inflates to; checked while inflating. */
  readonly size: number;
  readonly headerAt: number;
}

const endMark = 0x06054b50;
const directoryMark = 0x02014b50;
const localMark = 0x04034b50;
const zip64 = 0xffffffff;
const longestComment = 65_535;
const mostEntries = 20_000;

/**
 * Reads the directory at the end of an archive. Throws `UnreadableFileError`: CORRUPT when it is cut off or torn,
 * PASSWORD when its files are encrypted, EXPLODING when it promises more than a workbook may hold.
 */
export function readZipEntries(file: StagedFile): Map<string, ZipEntry> {
  const tailAt = Math.max(0, file.size - longestComment - 22);
  const tail = Buffer.from(file.read(tailAt, file.size - tailAt));
  const endAt = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (endAt < 0 || tail.length - endAt < 22 || tail.readUInt32LE(endAt) !== endMark) throw torn();
  const count = tail.readUInt16LE(endAt + 10);
  const size = tail.readUInt32LE(endAt + 12);
  const at = tail.readUInt32LE(endAt + 16);
  if (at === zip64 || count === 0xffff || count > mostEntries || at + size > file.size) throw torn();
  const entries = parseDirectory(Buffer.from(file.read(at, size)), count);
  const promised = [...entries.values()].reduce((sum, entry) => sum + entry.size, 0);
  if (promised > fileLimits.inflatedBytes) throw new UnreadableFileError('EXPLODING');
  return entries;
}

/**
 * Inflates one file of an archive, a piece at a time, off the thread. Stops with EXPLODING as soon as it has given
 * more than the directory promised, and with CORRUPT when it gives less or its checksum differs.
 */
export async function* inflateEntry(file: StagedFile, entry: ZipEntry): AsyncGenerator<Uint8Array, void> {
  const header = Buffer.from(file.read(entry.headerAt, 30));
  if (header.length < 30 || header.readUInt32LE(0) !== localMark) throw torn();
  const from = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = Readable.from(file.pieces(from, from + entry.packedSize));
  const source: AsyncIterable<Uint8Array> =
    entry.method === 0 ? packed : packed.pipe(createInflateRaw({ chunkSize: 65_536 }));
  packed.on('error', (error) => (source as Readable).destroy(error));
  let given = 0;
  let crc = 0;
  try {
    for await (const piece of source) {
      given += piece.length;
      if (given > entry.size) throw new UnreadableFileError('EXPLODING');
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch (error) {
    throw isTorn(error) ? torn() : error;
  } finally {
    packed.destroy();
  }
  if (given !== entry.size || crc !== entry.crc) throw torn();
}

function parseDirectory(bytes: Buffer, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== directoryMark) throw torn();
    const nameLength = bytes.readUInt16LE(at + 28);
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    if (isEncrypted) throw new UnreadableFileError('PASSWORD');
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    const sizes = sizesOf(bytes, at);
    entries.set(name.replace(/^\//, '').toLowerCase(), {
      name,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      ...sizes,
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** Sizes and place of a file; writers that stream keep them in a 64-bit extra field, in this order. */
function sizesOf(bytes: Buffer, at: number): Pick<ZipEntry, 'size' | 'packedSize' | 'headerAt'> {
  let [size, packedSize, headerAt] = [24, 20, 42].map((offset) => bytes.readUInt32LE(at + offset)) as [
    number,
    number,
    number,
  ];
  let extra = at + 46 + bytes.readUInt16LE(at + 28);
  const end = extra + bytes.readUInt16LE(at + 30);
  while (extra + 4 <= end && bytes.readUInt16LE(extra) !== 1) extra += 4 + bytes.readUInt16LE(extra + 2);
  let wide = extra + 4;
  const next = (value: number) => {
    if (value !== zip64) return value;
    if (wide + 8 > end) throw torn();
    wide += 8;
    return Number(bytes.readBigUInt64LE(wide - 8));
  };
  size = next(size);
  packedSize = next(packedSize);
  headerAt = next(headerAt);
  return { size, packedSize, headerAt };
}

function isTorn(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE');
}

function torn(): UnreadableFileError {
  return new UnreadableFileError('CORRUPT');
}
