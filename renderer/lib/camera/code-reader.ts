import type { ReadAnswer, ReadOrder } from '#renderer/lib/camera/code-reader.worker.ts';

/** Wide enough to read a code at arm's length, small enough to be read many times a second. */
const pictureWidth = 960;
const pauseMs = 60;

let worker: Worker | null = null;

/** Loads the reader ahead of need: later the server it comes from may be gone. */
export function loadCodeReader(): void {
  void blankPicture().then(read, () => undefined);
}

/** What watching a picture tells. */
export interface Watch {
  /** The texts of the codes in view, picture after picture; empty where there are none. */
  readonly onSeen: (texts: readonly string[]) => void;
  readonly onFailed: () => void;
}

/** Reads codes from a running video, one picture after the other, until the function returned is called. */
export function watchCodes(video: HTMLVideoElement, { onSeen, onFailed }: Watch): () => void {
  const watch = new AbortController();
  const look = async (): Promise<void> => {
    while (!watch.signal.aborted) {
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !document.hidden) {
        const answer = await read(await pictureOf(video));
        if (watch.signal.aborted) return;
        if (answer === 'FAILED') return onFailed();
        onSeen(answer);
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  look().catch(() => watch.signal.aborted || onFailed());
  return () => watch.abort();
}

function read(picture: ImageBitmap): Promise<ReadAnswer> {
  const reader = startedReader();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const answer = (texts: ReadAnswer): void => {
      port1.close();
      reader.removeEventListener('error', stop);
      resolve(texts);
    };
    const stop = (): void => {
      worker = null;
      answer('FAILED');
    };
    port1.addEventListener('message', ({ data }: MessageEvent<ReadAnswer>) => answer(data));
    port1.start();
    reader.addEventListener('error', stop);
    reader.postMessage({ picture, answer: port2 } satisfies ReadOrder, [picture, port2]);
  });
}

function startedReader(): Worker {
  worker ??= new Worker(new URL('./code-reader.worker.ts', import.meta.url), { type: 'module' });
  return worker;
}

function pictureOf(video: HTMLVideoElement): Promise<ImageBitmap> {
  const resizeWidth = Math.min(pictureWidth, video.videoWidth);
  return createImageBitmap(video, { resizeWidth, resizeQuality: 'medium' });
}

function blankPicture(): Promise<ImageBitmap> {
  return createImageBitmap(new ImageData(16, 16));
}
