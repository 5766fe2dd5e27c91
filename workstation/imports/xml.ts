import { SaxesParser } from 'saxes';
import { UnreadableFileError, type StagedFile } from '#workstation/imports/staged-file.ts';
import type { Turns } from '#workstation/imports/turns.ts';
import { inflateEntry, type ZipEntry } from '#workstation/imports/zip.ts';

/** What a reader of a workbook part listens to; names come without their prefix. */
export interface XmlHandler {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/** A part that names its elements or holds one text beyond this is no workbook but a trap. */
const longestToken = 4 * 1024 * 1024;

/**
 * Parses one XML part as it inflates; calls `after` when each piece was parsed, so that a reader can hand on what it
 * has. A document type (and with it any entity of its own) is refused.
 */
export async function* parsePart(
  file: StagedFile,
  entry: ZipEntry,
  work: { readonly handler: XmlHandler; readonly turns: Turns },
): AsyncGenerator<number, void> {
  let sinceToken = 0;
  const parser = makeParser(work.handler, () => {
    sinceToken = 0;
  });
  const decoder = new TextDecoder('utf-8');
  let done = 0;
  for await (const piece of inflateEntry(file, entry)) {
    sinceToken += piece.length;
    parser.write(decoder.decode(piece, { stream: true }));
    if (sinceToken > longestToken) throw new UnreadableFileError('EXPLODING');
    done += piece.length;
    yield done;
    await work.turns.pause();
  }
  parser.write(decoder.decode()).close();
}

function makeParser(handler: XmlHandler, onToken: () => void): SaxesParser<object> {
  const parser = new SaxesParser<object>({ position: false });
  const fail = () => {
    throw new UnreadableFileError('CORRUPT');
  };
  parser.on('error', fail);
  parser.on('doctype', fail);
  parser.on('opentag', (tag) => {
    onToken();
    handler.open(bare(tag.name), tag.attributes as Record<string, string>);
  });
  parser.on('closetag', (tag) => {
    onToken();
    handler.close?.(bare(tag.name));
  });
  const { text } = handler;
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

function bare(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
