import PdfDocument from 'pdfkit';
import type { Instant } from '#core/base/time.ts';
import { footText, type Paper, type PaperBlock } from '#core/risk/paper.ts';
import { signatureBox } from '#core/risk/signature.ts';
import { readFont } from '#workstation/risk/paper/font.ts';

/** What a file is made of; the same makes the same bytes. */
export interface Printable {
  readonly paper: Paper;
  /** The signature as an SVG path in the signature box; null where there is none. */
  readonly signaturePath: string | null;
  /** Printed at the foot of every page. */
  readonly sha256: string;
  readonly madeAt: Instant;
  /** Stamped across the head of every page; null where nothing is. */
  readonly stamp: string | null;
}

const margin = 56;
const footHeight = 40;
const ink = '#1a1a1a';
const dim = '#666666';
const line = '#cccccc';

/** Prints a paper as PDF/A4 with its font inside: opens and prints anywhere, without a network. */
export async function printPaper(given: Printable): Promise<Buffer> {
  const font = await readFont();
  const doc = new PdfDocument({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom: margin + footHeight },
    bufferPages: true,
    // Compression differs from machine to machine; the bytes must not.
    compress: false,
    font: font as unknown as string,
    lang: given.paper.language,
    // oxlint-disable-next-line no-restricted-globals -- the record's own instant, no clock
    info: {
      Title: given.paper.title,
      Producer: 'Zhike',
      Creator: 'Zhike',
      CreationDate: new Date(given.madeAt),
    },
  });
  const bytes = collectPdf(doc);
  drawHead(doc, given);
  for (const block of given.paper.blocks) drawBlock(doc, block, given.signaturePath);
  drawFeet(doc, given);
  doc.end();
  return bytes;
}

type Doc = InstanceType<typeof PdfDocument>;

/** Returns the bytes of a document once it has ended. */
export function collectPdf(doc: Doc): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
}

function widthOf(doc: Doc): number {
  return doc.page.width - 2 * margin;
}

function drawHead(doc: Doc, { paper, stamp }: Printable): void {
  doc.fillColor(ink).fontSize(17).text(knownText(doc, paper.title), margin, margin);
  doc.fillColor(dim).fontSize(9.5).text(knownText(doc, paper.subtitle)).moveDown(0.6);
  if (stamp === null) return;
  const top = doc.y;
  doc
    .fillColor('#b00020')
    .fontSize(12)
    .text(knownText(doc, stamp), margin + 8, top + 6, { width: widthOf(doc) - 16 });
  doc
    .lineWidth(1.2)
    .strokeColor('#b00020')
    .rect(margin, top, widthOf(doc), doc.y - top + 6)
    .stroke();
  doc.x = margin;
  doc.moveDown(1);
}

function drawBlock(doc: Doc, block: PaperBlock, signaturePath: string | null): void {
  if (block.kind === 'heading') drawHeading(doc, block.text);
  else if (block.kind === 'text')
    doc.fillColor(ink).fontSize(9.5).text(knownText(doc, block.text), { lineGap: 2 }).moveDown(0.3);
  else if (block.kind === 'pairs') drawPairs(doc, block.pairs);
  else if (block.kind === 'table') drawTable(doc, [block.head, ...block.rows]);
  else drawSignature(doc, block.label, signaturePath);
}

function drawHeading(doc: Doc, text: string): void {
  room(doc, 48);
  doc.moveDown(0.4).fillColor(ink).fontSize(11.5).text(knownText(doc, text), margin).moveDown(0.15);
  doc
    .lineWidth(0.5)
    .strokeColor(line)
    .moveTo(margin, doc.y)
    .lineTo(margin + widthOf(doc), doc.y)
    .stroke();
  doc.moveDown(0.3);
}

/** Two pairs beside each other; a long value takes the room it needs. */
function drawPairs(doc: Doc, pairs: readonly (readonly [string, string])[]): void {
  const half = widthOf(doc) / 2;
  for (let at = 0; at < pairs.length; at += 2) {
    room(doc, 30);
    const top = doc.y;
    const bottoms = pairs.slice(at, at + 2).map(([label, value], side) => {
      const x = margin + side * half;
      doc
        .fillColor(dim)
        .fontSize(8.5)
        .text(knownText(doc, label), x, top, { width: half - 12 });
      doc
        .fillColor(ink)
        .fontSize(9.5)
        .text(knownText(doc, value), x, doc.y, { width: half - 12 });
      return doc.y;
    });
    doc.x = margin;
    doc.y = Math.max(...bottoms) + 5;
  }
}

/** A table of four columns: number, question, answer, seconds. */
function drawTable(doc: Doc, rows: readonly (readonly string[])[]): void {
  const shares = [0.05, 0.5, 0.33, 0.12];
  for (const [index, row] of rows.entries()) {
    room(doc, 32);
    const top = doc.y;
    let x = margin;
    const bottoms = row.map((text, column) => {
      const width = widthOf(doc) * (shares[column] ?? 0.1);
      doc.fillColor(index === 0 ? dim : ink).fontSize(index === 0 ? 8.5 : 9.5);
      doc.text(knownText(doc, text) || ' ', x, top, { width: width - 8 });
      x += width;
      return doc.y;
    });
    doc.x = margin;
    doc.y = Math.max(...bottoms) + 3;
    doc
      .lineWidth(0.3)
      .strokeColor(line)
      .moveTo(margin, doc.y)
      .lineTo(margin + widthOf(doc), doc.y)
      .stroke();
    doc.y += 3;
  }
}

function drawSignature(doc: Doc, label: string, path: string | null): void {
  const scale = 0.4;
  const height = signatureBox.height * scale;
  room(doc, height + 34);
  doc.moveDown(0.3).fillColor(dim).fontSize(8.5).text(knownText(doc, label), margin).moveDown(0.2);
  const top = doc.y;
  doc.save().translate(margin, top).scale(scale);
  doc.lineWidth(1).strokeColor(line).rect(0, 0, signatureBox.width, signatureBox.height).stroke();
  if (path !== null) doc.lineWidth(3).lineCap('round').lineJoin('round').strokeColor(ink).path(path).stroke();
  doc.restore();
  doc.x = margin;
  doc.y = top + height + 8;
}

function drawFeet(doc: Doc, { paper, sha256 }: Printable): void {
  const { start, count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    doc.switchToPage(start + index);
    doc.page.margins.bottom = 0;
    const top = doc.page.height - margin - 12;
    const foot = footText({ sha256, page: index + 1, pages: count }, paper.language);
    const width = widthOf(doc);
    doc
      .fillColor(dim)
      .fontSize(7.5)
      .text(foot.hash, margin, top, { width: width - 70, lineBreak: false });
    doc.text(foot.page, margin, top, { width, align: 'right', lineBreak: false });
  }
}

/** Begins a page where less than this is left. */
function room(doc: Doc, height: number): void {
  if (doc.y + height > doc.page.height - margin - footHeight) doc.addPage();
  doc.x = margin;
}

/** Returns a text as the document's font can print it: a character it does not have is named by its number instead of shown as an empty box. */
export function knownText(doc: Doc, text: string): string {
  const { font } = (doc as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })
    ._font;
  return [...text]
    .map((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      return code < 32 || font.hasGlyphForCodePoint(code)
        ? letter
        : `〔U+${code.toString(16).toUpperCase()}〕`;
    })
    .join('');
}
