import PdfDocument from 'pdfkit';
import type { Language } from '#core/risk/step-text.ts';
import { collectPdf } from '#workstation/risk/paper/print.ts';
import { readFont } from '#workstation/risk/paper/font.ts';
import type { Station } from '#workstation/station.ts';

export type Pdf = InstanceType<typeof PdfDocument>;

/** A printed file. */
export interface PdfFile {
  /** Without folder, safe in every file system. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly pages: number;
}

/** Begins an A4 file with its font inside: opens and prints anywhere, without a network. `margin` in points. */
export async function beginPdf(
  { clock }: Station,
  about: { readonly title: string; readonly language: Language; readonly margin: number },
): Promise<{ readonly pdf: Pdf; readonly finish: () => Promise<PdfFile> }> {
  const font = await readFont();
  const pdf = new PdfDocument({
    size: 'A4',
    margin: about.margin,
    bufferPages: true,
    font: font as unknown as string,
    lang: about.language,
    // oxlint-disable-next-line no-restricted-globals -- the station's own instant, no clock
    info: { Title: about.title, Producer: 'Zhike', Creator: 'Zhike', CreationDate: new Date(clock()) },
  });
  const bytes = collectPdf(pdf);
  const finish = async (): Promise<PdfFile> => {
    const pages = pdf.bufferedPageRange().count;
    pdf.end();
    const name = about.title.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, '-').slice(0, 120);
    return { name: `${name}.pdf`, bytes: await bytes, pages };
  };
  return { pdf, finish };
}

/** Sets the largest size at which a text fits the width, not below `least`, and returns it, cut where even that is too large. */
export function fitText(
  pdf: Pdf,
  text: string,
  { width, size, least }: { readonly width: number; readonly size: number; readonly least: number },
): string {
  pdf.fontSize(size);
  const needed = pdf.widthOfString(text);
  if (needed <= width) return text;
  // A hair less, so that rounding does not cost the last character.
  pdf.fontSize(Math.max(least, (size * width * 0.999) / needed));
  if (pdf.widthOfString(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && pdf.widthOfString(`${characters.join('')}…`) > width) characters.pop();
  return `${characters.join('')}…`;
}

/** Where a line stands, in points. */
interface LinePlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align: 'left' | 'center';
}

/** Writes one line into a width, as large as the font is set: never a second one, which pdfkit makes of whatever has a width. */
export function writeLine(
  pdf: Pdf,
  text: string,
  { x, y, width, align, ...ink }: LinePlace & { readonly fill?: boolean; readonly stroke?: boolean },
): void {
  const left = align === 'center' ? x + (width - pdf.widthOfString(text)) / 2 : x;
  pdf.text(text, left, y, { lineBreak: false, ...ink });
}
