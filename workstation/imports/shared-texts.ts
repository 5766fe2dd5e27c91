import { fileLimits } from '#core/import/inspection.ts';
import { UnreadableFileError, type StagedFile } from '#workstation/imports/staged-file.ts';
import type { Turns } from '#workstation/imports/turns.ts';
import { parsePart } from '#workstation/imports/xml.ts';
import type { ZipEntry } from '#workstation/imports/zip.ts';

/** The texts that cells of a workbook share, by number. */
export interface SharedTexts {
  readonly at: (index: number) => string;
}

/** A spreadsheet cell holds no more. */
const longestText = 32_767;

/** Reads the shared texts into packed memory: bytes and offsets, not one object a text. */
export async function readSharedTexts(
  file: StagedFile,
  entry: ZipEntry | undefined,
  turns: Turns,
): Promise<SharedTexts> {
  if (!entry) return { at: () => '' };
  if (entry.size > fileLimits.sharedTextBytes) throw new UnreadableFileError('EXPLODING');
  const packed = packTexts();
  let text = '';
  let isText = false;
  let phonetic = 0;
  const handler = {
    open: (name: string) => {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic += 1;
      isText = name === 't' && phonetic === 0;
    },
    close: (name: string) => {
      if (name === 'si') packed.add(text.slice(0, longestText));
      if (name === 'rPh') phonetic -= 1;
      isText = false;
    },
    text: (more: string) => {
      if (isText && text.length <= longestText) text += more;
    },
  };
  for await (const _done of parsePart(file, entry, { handler, turns })) continue;
  return packed;
}

function packTexts(): SharedTexts & { readonly add: (text: string) => void } {
  const blocks: Buffer[] = [];
  let offsets = new Float64Array(1024);
  let count = 0;
  let block = Buffer.alloc(0);
  let used = 0;
  const blockBytes = 1024 * 1024;
  return {
    add: (text) => {
      const length = Buffer.byteLength(text);
      if (used + length > block.length) {
        block = Buffer.alloc(Math.max(blockBytes, length));
        blocks.push(block);
        used = 0;
      }
      block.write(text, used);
      if (count * 3 + 3 > offsets.length) offsets = grown(offsets);
      offsets.set([blocks.length - 1, used, length], count * 3);
      used += length;
      count += 1;
    },
    at: (index) => {
      if (index < 0 || index >= count) return '';
      const [number = 0, from = 0, length = 0] = offsets.subarray(index * 3, index * 3 + 3);
      return blocks[number]?.toString('utf8', from, from + length) ?? '';
    },
  };
}

function grown(offsets: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(offsets.length * 2);
  larger.set(offsets);
  return larger;
}
