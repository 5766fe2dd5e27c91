import type { Page } from '@playwright/test';
import { onDesk, processorClock, type BenchDesk, type DeskBook } from '#test/bench/desk-browser.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import { quantile } from '#test/bench/measure.ts';
import { addFrameClock, type FrameClock } from '#test/support/frame-clock.ts';

const scans = 200;
const typedKeys = 60;
const words = ['w', 'zh', 'wang', 'lx', 'chen', 'yq', 'zhao', '5'];

/**
 * The check-in desk in a real browser without a centre: the first start up to the open door, from the end of a scan to
 * the painted answer with the guests of `salon-a`, from a key to the painted matches among those of `salon-b`.
 */
export async function doorLines(book: DeskBook, codes: () => readonly string[]): Promise<BenchLine[]> {
  return onDesk(book, async (desk) => {
    await recordPaints(desk.page);
    const coldMs = await openDoor(desk);
    const { painted, busy } = await scanAll(desk.page, codes().slice(0, scans));
    const found = await typeAll(desk.page);
    const line = lineOf('checkin');
    const target = (ms: number) => ({ unit: 'ms', against: `target ${ms} ms`, peer: ms });
    return [
      line('cold start to ready', coldMs, target(3000)),
      line('search key to painted matches p50', quantile(found, 0.5), target(50)),
      line('search key to painted matches p95', quantile(found, 0.95), target(50)),
      line('page processor time per scan p50', quantile(busy, 0.5), target(150)),
      line('page processor time per scan p99', quantile(busy, 0.99), target(150)),
      line('scan to painted verdict p50', quantile(painted, 0.5), target(150)),
      line('scan to painted verdict p99', quantile(painted, 0.99), target(150)),
    ];
  });
}

/** Starts, unlocks and goes to the door; answers how long all of it took, the process's start included. */
async function openDoor({ page, unlock, startedInMs }: BenchDesk): Promise<number> {
  const startedAt = performance.now();
  await unlock();
  await goToDoor(page, 'salon-a');
  return startedInMs + performance.now() - startedAt;
}

async function goToDoor(page: Page, eventId: string): Promise<void> {
  await page.evaluate((to) => void (location.hash = to), `/events/${eventId}/check-in`);
  await page.getByTestId('door-input').waitFor();
}

interface Scanned {
  /** From the key that ends the scan to the paint, by the clock: the machine's other work included. */
  readonly painted: number[];
  /** What the page's main thread computed for a scan, its typing included: what a free machine would take. */
  readonly busy: number[];
}

async function scanAll(page: Page, codes: readonly string[]): Promise<Scanned> {
  const processorMs = await processorClock(page);
  const busy: number[] = [];
  for (const [index, code] of codes.entries()) {
    const before = await processorMs();
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await paints(page, index + 1);
    busy.push((await processorMs()) - before);
  }
  return { painted: await page.evaluate(() => (globalThis as unknown as Recorder).paints.splice(0)), busy };
}

async function typeAll(page: Page): Promise<number[]> {
  await goToDoor(page, 'salon-b');
  let count = 0;
  while (count < typedKeys) {
    for (const word of words) {
      for (const key of word) {
        await page.keyboard.press(key);
        await paints(page, (count += 1));
      }
      // Leaves the field empty; an empty field is no search and is not counted.
      await page.keyboard.press('Escape');
      await page.locator('[data-typed]').waitFor({ state: 'detached' });
    }
  }
  return page.evaluate(() => (globalThis as unknown as Recorder).paints.splice(0));
}

async function paints(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => (globalThis as unknown as Recorder).paints.length >= wanted, count);
}

interface Recorder {
  readonly paints: number[];
}

/** Notes, from the key that ends a scan or changes a search, how long until another answer is on screen. */
async function recordPaints(page: Page): Promise<void> {
  await addFrameClock(page);
  await page.addInitScript(() => {
    const times: number[] = [];
    (globalThis as unknown as { paints: number[] }).paints = times;
    let pressedAt = 0;
    let from = '';
    const shown = (): string => {
      const matches = document.querySelector('[data-typed]');
      if (matches) return matches.getAttribute('data-typed') ?? '';
      return document.querySelector('[data-testid=door-panel][data-result]')?.textContent ?? '';
    };
    const look = (): void => {
      if (pressedAt === 0 || shown() === '' || shown() === from) return;
      const since = pressedAt;
      pressedAt = 0;
      (globalThis as unknown as FrameClock).onPainted((at) => times.push(at - since));
    };
    const isInSearch = (): boolean => location.hash.includes('salon-b');
    addEventListener(
      'keydown',
      (event) => {
        if (isInSearch() ? event.key.length !== 1 : event.key !== 'Enter') return;
        pressedAt = event.timeStamp;
        from = shown();
      },
      { capture: true },
    );
    addEventListener('DOMContentLoaded', () =>
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      }),
    );
  });
}
