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
  pdf.fontSize(Math.max(least, (size * width) / needed));
  let cut = text;
  while (cut.length > 1 && pdf.widthOfString(`${cut}…`) > width && pdf.widthOfString(cut) > width)
    cut = cut.slice(0, -1);
  return cut === text ? text : `${cut.slice(0, -1)}…`;
}
