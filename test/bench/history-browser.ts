import type { Page } from '@playwright/test';
import { addFrameClock, type FrameClock } from '#test/support/frame-clock.ts';

interface Recorder {
  historyTimes: number[];
}

/**
 * Opens the histories of clients from the desk by key, each for the first time, and returns the milliseconds from the
 * press (its event's own time) to the frame in which entries are drawn; recorded since {@link recordHistories}.
 */
export async function openHistories(page: Page, clientIds: readonly string[]): Promise<number[]> {
  for (const clientId of clientIds) {
    await page.evaluate((id) => void (location.hash = `/calls?client=${id}`), clientId);
    await page.locator(`article[data-client="${clientId}"]`).waitFor();
    await page.waitForTimeout(500);
    await page.keyboard.press('KeyH');
    await page.locator('[data-testid=timeline] li').first().waitFor();
    await page.waitForTimeout(300);
    await page.keyboard.press('Escape');
    await page.locator('article[data-client]').waitFor();
  }
  return page.evaluate(() => (globalThis as unknown as Recorder).historyTimes);
}

/** Asked before the page is opened, because the desk lets nobody hear a key after it. */
export async function recordHistories(page: Page): Promise<void> {
  await addFrameClock(page);
  await page.addInitScript(() => {
    const times: number[] = [];
    (globalThis as unknown as Recorder).historyTimes = times;
    let pressedAt = 0;
    const note = ({ code, timeStamp }: KeyboardEvent): void => {
      if (code === 'KeyH') pressedAt = timeStamp;
    };
    const look = (): void => {
      if (pressedAt === 0 || !document.querySelector('[data-testid=timeline] li')) return;
      const since = pressedAt;
      pressedAt = 0;
      (globalThis as unknown as FrameClock).onPainted((at) => times.push(at - since));
    };
    addEventListener('keydown', note, { capture: true });
    addEventListener('DOMContentLoaded', () =>
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true }),
    );
  });
}
