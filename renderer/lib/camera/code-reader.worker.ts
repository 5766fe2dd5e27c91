import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** A picture to read, and where to answer. */
export interface ReadOrder {
  readonly picture: ImageBitmap;
  readonly answer: MessagePort;
}

/** The texts of the codes found, or that the reader cannot work here. */
export type ReadAnswer = readonly string[] | 'FAILED';

// From our own origin: by itself the library would ask a public server for it.
prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
const detector = new BarcodeDetector({ formats: ['qr_code'] });

/**
 * Reads codes beside the page: a worker has a content policy of its own, so that it alone may compile WebAssembly, and
 * the desk stays as quick as without a camera.
 */
self.addEventListener('message', ({ data }: MessageEvent<ReadOrder>) => {
  detector
    .detect(data.picture)
    .then((codes): ReadAnswer => [...new Set(codes.map(({ rawValue }) => rawValue))])
    .catch((): ReadAnswer => 'FAILED')
    .then((answer) => {
      data.picture.close();
      data.answer.postMessage(answer, []);
    });
});
