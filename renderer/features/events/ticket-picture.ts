import { create } from 'qrcode';
import { modulePath } from '#core/events/module-path.ts';

const width = 600;
const height = 760;
const quiet = 4;

/** Draws a ticket as a picture (PNG, 600 × 760) to send in a message: the code, whose it is, what for and when. */
export async function ticketPicture(words: {
  readonly code: string;
  readonly name: string;
  readonly title: string;
  readonly when: string;
}): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const paint = canvas.getContext('2d');
  if (!paint) throw new Error('This browser draws no pictures.');
  paint.fillStyle = 'white';
  paint.fillRect(0, 0, width, height);
  paint.fillStyle = 'black';
  paint.textAlign = 'center';
  drawLine(paint, words.title, { y: 56, size: 30, weight: 600 });
  const { modules } = create(words.code, { errorCorrectionLevel: 'Q' });
  const side = 480;
  paint.save();
  paint.translate((width - side) / 2, 80);
  paint.scale(side / (modules.size + 2 * quiet), side / (modules.size + 2 * quiet));
  paint.translate(quiet, quiet);
  const squares = new Path2D(modulePath(modules));
  // oxlint-disable-next-line no-array-fill-with-reference-type -- a canvas is filled here, not an array
  paint.fill(squares);
  paint.restore();
  drawLine(paint, words.name, { y: 620, size: 52, weight: 700 });
  drawLine(paint, words.when, { y: 672, size: 28, weight: 400 });
  drawLine(paint, words.code, { y: 724, size: 26, weight: 400 });
  return canvas.convertToBlob({ type: 'image/png' });
}

function drawLine(
  paint: OffscreenCanvasRenderingContext2D,
  text: string,
  { y, size, weight }: { readonly y: number; readonly size: number; readonly weight: number },
): void {
  paint.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  paint.fillText(text, width / 2, y, width - 48);
}
