import { create } from 'qrcode';
import { modulePath } from '#core/events/module-path.ts';
import type { Pdf } from '#workstation/events/paper/pdf.ts';

/** The quiet zone scanners need (ISO/IEC 18004), in modules. */
const quiet = 4;

/** Draws a code's QR into a square, its quiet zone inside, black on white whatever the paper. */
export function drawQr(
  pdf: Pdf,
  text: string,
  { left, top, side }: { readonly left: number; readonly top: number; readonly side: number },
): void {
  const { modules } = create(text, { errorCorrectionLevel: 'Q' });
  pdf.rect(left, top, side, side).fill('white');
  pdf.save().translate(left, top);
  pdf.scale(side / (modules.size + 2 * quiet)).translate(quiet, quiet);
  pdf.path(modulePath(modules)).fill('black');
  pdf.restore();
}
