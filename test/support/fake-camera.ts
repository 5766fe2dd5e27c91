import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { create } from 'qrcode';

const width = 640;
const height = 480;
const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F20:1 Ip A1:1 C420jpeg\n`);
const frameMark = Buffer.from('FRAME\n');

/** A camera of Chromium's that shows what a test wants: a video file of one picture, rewritten in place. */
export interface FakeCamera {
  /** Arguments to Chromium; it asks for permission as with a real camera. */
  readonly args: readonly string[];
  /** Shows a QR code of each text side by side; nothing shows an empty wall. */
  readonly show: (...texts: string[]) => void;
  readonly remove: () => void;
}

/** Makes a camera in a file of its own. */
export function createFakeCamera(file: string): FakeCamera {
  const show = (...texts: string[]): void => {
    const handle = openSync(file, 'a+');
    closeSync(handle);
    const open = openSync(file, 'r+');
    writeSync(open, Buffer.concat([header, frameMark, pictureOf(texts)]), null, null, 0);
    closeSync(open);
  };
  show();
  return {
    args: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`],
    show,
    remove: () => rmSync(file, { force: true }),
  };
}

/** One frame in YUV 4:2:0: brightness, then two planes without colour. */
function pictureOf(texts: readonly string[]): Buffer {
  const light = Buffer.alloc(width * height, 200);
  const room = Math.floor(width / Math.max(1, texts.length));
  texts.forEach((text, index) => draw(light, text, { left: index * room, room }));
  return Buffer.concat([light, Buffer.alloc((width * height) / 2, 128)]);
}

function draw(
  light: Buffer,
  text: string,
  { left, room }: { readonly left: number; readonly room: number },
): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  const scale = Math.floor(Math.min(room, height) / (modules.size + 2 * quiet));
  const side = (modules.size + 2 * quiet) * scale;
  const top = Math.floor((height - side) / 2);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [row, column] = [Math.floor(y / scale) - quiet, Math.floor(x / scale) - quiet];
      const isInside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      light[(top + y) * width + left + x] = isInside && modules.get(row, column) ? 20 : 235;
    }
  }
}
