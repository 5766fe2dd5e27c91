import type { Page } from '@playwright/test';

/** What {@link addFrameClock} puts into a page. */
export interface FrameClock {
  /** Calls back once the frame that is being prepared now is on screen, with the page's time in milliseconds. */
  readonly onPainted: (call: (at: number) => void) => void;
}

/** Lets scripts in a page ask when what they just saw in the document is painted. Asked before the page is opened. */
export async function addFrameClock(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const onPainted: FrameClock['onPainted'] = (call) => {
      requestAnimationFrame(() => {
        // A message sent within the frame is handled after it was drawn.
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => call(performance.now()), { once: true });
        port1.start();
        port2.postMessage(null);
      });
    };
    Object.assign(globalThis, { onPainted });
  });
}
